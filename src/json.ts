/** JSON, quickly: most texts need no escapes, and most values hold no bigints. */

const PLAIN = /^[\w .:/-]*$/;

/** Returns a text as a string of JSON. */
export function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Returns a value as JSON, with bigints as `bigintText` writes them; undefined where JSON has no text for it. A replacer
 * is slow and seldom needed.
 * @throws TypeError for a value that holds itself. */
export function jsonOf(value: unknown, bigintText: (value: bigint) => string): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return JSON.stringify(value, (_, inner) =>
      typeof inner === 'bigint' ? bigintText(inner) : inner,
    );
  }
}

/** Returns a value as JSON for people: large integers as strings of their digits, nothing as `nothing`. */
export function jsonText(value: unknown): string {
  return jsonOf(value, String) ?? 'nothing';
}
