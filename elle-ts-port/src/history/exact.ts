/** Whether what is read is exactly what is written: rounded numbers and replaced bytes make two values one. */

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Returns the text; undefined where the bytes are no UTF-8. */
export function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return DECODER.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Returns whether a double holds the decimal number exactly as it is written, up to zeros at its ends: the
 * shortest text of the double has the same digits. So different values stay different. */
export function isExact(decimal: string): boolean {
  return canonical(decimal) === canonical(String(Number(decimal)));
}

const DECIMAL = /^([-+]?)(\d+)\.?(\d*)(?:[eE]([-+]?\d+))?$/;

/** Returns sign, digits and power of ten, without zeros at either end: `1.50e3` is `15e2`. */
function canonical(decimal: string): string {
  const parts = DECIMAL.exec(decimal);
  if (parts === null) return decimal;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const shortened = digits.replace(/0+$/, '');
  if (shortened === '') return '0';
  const power = BigInt(exponent) - BigInt(fraction.length - (digits.length - shortened.length));
  return `${sign === '-' ? '-' : ''}${shortened}e${power}`;
}

const [QUOTE, BACKSLASH] = ['"', '\\'];
/** So few digits without an exponent are always exact. */
const SUSPECT = /[\d.]{16}|\d[eE]/;
const NUMBER = /-?\d[\d.eE+-]*/y;

/** Returns the first number in a JSON text that a double does not hold exactly, as it is written there. */
export function inexactNumberIn(json: string): string | undefined {
  if (!SUSPECT.test(json)) return undefined;
  for (let at = 0; at < json.length; ) {
    if (json[at] === QUOTE) at = closingQuote(json, at) + 1;
    else {
      NUMBER.lastIndex = at;
      const [found] = NUMBER.exec(json) ?? [];
      if (found !== undefined && !isExact(found)) return found;
      at += found?.length ?? 1;
    }
  }
  return undefined;
}

/** Returns whether an object of a JSON text, which was read as `value`, has a name twice: JSON.parse keeps the last
 * of their values only. */
export function hasRepeatedName(json: string, value: unknown): boolean {
  return colonsIn(json) > membersIn(value);
}

/** Outside of strings: one for each member of an object. */
function colonsIn(json: string): number {
  let count = 0;
  for (let at = 0; at < json.length; at++) {
    if (json[at] === QUOTE) at = closingQuote(json, at);
    else if (json[at] === ':') count++;
  }
  return count;
}

function membersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value);
  const own = Array.isArray(value) ? 0 : inner.length;
  return inner.reduce((sum: number, each) => sum + membersIn(each), own);
}

/** Returns where the string ends whose opening quote is at `start`; the text's length or more where it has no end.
 * Without a regular expression: its stack is too small for long strings. */
export function closingQuote(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== QUOTE) at += text[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** Returns whether arrays and objects are nested more than `levels` deep. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some(inner => isDeeper(inner, levels - 1));
}
