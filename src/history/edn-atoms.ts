/** Numbers and characters of EDN. */
import { isExact } from 'elle-ts-port/exact';

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
