/** Characters and numbers of EDN. */
import { isExact } from 'elle-ts-port/exact';

const BACKSLASH = 92;

/** Bits of CLASS: what a character may be. */
export const BLANK = 1;
export const ENDS_TOKEN = 2;
export const DIGIT = 4;
export const CLASS: Uint8Array = new Uint8Array(128);
for (const blank of ' \t\n\r\f,') CLASS[blank.charCodeAt(0)] = BLANK | ENDS_TOKEN;
for (const end of '"()[]{};') CLASS[end.charCodeAt(0)] = ENDS_TOKEN;
for (const digit of '0123456789') CLASS[digit.charCodeAt(0)] = DIGIT;

/** Characters by the names that follow a backslash. */
const CHARACTERS: ReadonlyMap<string, string> = new Map([
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

/** Returns the character that a token behind a backslash names; undefined where it names none. */
export function characterOf(token: string): string | undefined {
  const named = CHARACTERS.get(token);
  if (named !== undefined) return named;
  if (/^u[0-9a-fA-F]{4}$/.test(token))
    return String.fromCharCode(Number.parseInt(token.slice(1), 16));
  return token.length === 1 ? token : undefined;
}

/** Tests whether an odd number of backslashes stands before `end`, in a string that begins at `start`. */
export function isEscaped(text: string, start: number, end: number): boolean {
  let at = end;
  while (at > start && text.charCodeAt(at - 1) === BACKSLASH) at -= 1;
  return (end - at) % 2 === 1;
}

/** What an escape in a string stands for: for String.replace. */
export function unescaped(_: string, code: string): string {
  if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
  return ESCAPES.get(code) ?? code;
}

/** The number of a token; bigint where a number would lose digits, undefined where it is none, or one that
 * cannot be kept exactly: two values would become one. */
export function numberOf(token: string): number | bigint | undefined {
  const integer = /^[-+]?\d+(?=N?$)/.exec(token)?.[0];
  if (integer !== undefined) {
    const value = Number(integer);
    return Number.isSafeInteger(value) ? value : BigInt(integer.replace('+', ''));
  }
  const ratio = /^([-+]?\d+)\/(\d+)$/.exec(token);
  if (ratio) return ratioOf(Number(ratio[1]), Number(ratio[2]));
  const decimal = /^[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?(?=M?$)/.exec(token)?.[0];
  return decimal !== undefined && isExact(decimal) ? Number(decimal) : undefined;
}

/** Undefined where the division leaves a rest in binary, as 1/3 does: it would meet 0.3333333333333333. */
function ratioOf(above: number, below: number): number | undefined {
  const isBinary = Number.isInteger(Math.log2(below));
  return isBinary && Number.isSafeInteger(above) ? above / below : undefined;
}
