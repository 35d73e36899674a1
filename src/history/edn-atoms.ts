/** Numbers and characters of EDN. */
/** Characters by the names that follow a backslash. */
export const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['newline', '\n'],
  ['space', ' '],
  ['tab', '\t'],
  ['return', '\r'],
  ['backspace', '\b'],
  ['formfeed', '\f'],
]);
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
]);

/** What an escape in a string stands for: for String.replace. */
export function unescaped(_: string, code: string): string {
  if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
  return ESCAPES.get(code) ?? code;
}

/** The number of a token; bigint where a number would lose digits, undefined when it is none. */
export function numberOf(token: string): number | bigint | undefined {
  const integer = /^[-+]?\d+(?=N?$)/.exec(token)?.[0];
  if (integer !== undefined) {
    const value = Number(integer);
    return Number.isSafeInteger(value) ? value : BigInt(integer.replace('+', ''));
  }
  const ratio = /^([-+]?\d+)\/(\d+)$/.exec(token);
  if (ratio) return Number(ratio[1]) / Number(ratio[2]);
  return /^[-+]?\d+(\.\d*)?([eE][-+]?\d+)?M?$/.test(token)
    ? Number(token.replace('M', ''))
    : undefined;
}
