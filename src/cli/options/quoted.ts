/** Arguments of commands that users can copy. */

/** Quotes a text for a POSIX shell. */
export function quoted(text: string): string {
  return /^[\w./:@,+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
