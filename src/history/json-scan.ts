/** Reads the JSON values that most events have, from bytes and without a JSON parser: many times faster. */
import { Texts } from './texts.ts';

const [NEWLINE, QUOTE, MINUS, ZERO, NINE, OPEN, CLOSE, COMMA] = [10, 34, 45, 48, 57, 91, 93, 44];
const END = 125;
/** More digits may not be exact. */
const MOST_DIGITS = 15;
/** Arrays in arrays; the decoder tells which are too deep. */
const MOST_LEVELS = 50;
const NULL = new TextEncoder().encode('null');

/** What is met where a value is not as expected: a parser may still read it. */
export const OTHER: unique symbol = Symbol('other');

export class JsonScanner {
  protected bytes: Uint8Array = new Uint8Array();
  protected at = 0;
  readonly #texts = new Texts();

  protected passes(expected: Uint8Array): boolean {
    const bytes = this.bytes;
    const at = this.at;
    for (let place = 0; place < expected.length; place++)
      if (bytes[at + place] !== expected[place]) return false;
    this.at = at + expected.length;
    return true;
  }

  protected integer(): number | typeof OTHER {
    const bytes = this.bytes;
    const negative = bytes[this.at] === MINUS;
    const start = negative ? this.at + 1 : this.at;
    let at = start;
    let value = 0;
    let code = bytes[at] ?? 0;
    while (code >= ZERO && code <= NINE) {
      value = 10 * value + code - ZERO;
      code = bytes[++at] ?? 0;
    }
    if (at === start || at - start > MOST_DIGITS) return OTHER;
    if (bytes[start] === ZERO && at - start > 1) return OTHER;
    if (code !== COMMA && code !== END && code !== CLOSE && code !== NEWLINE) return OTHER;
    this.at = at;
    return negative ? -value : value;
  }

  /** A string whose opening quote is passed. */
  protected text(): string | undefined {
    const text = this.#texts.read(this.bytes, this.at);
    if (text !== undefined) this.at = this.#texts.end;
    return text;
  }

  /** An integer, a string, null, or an array of them. */
  protected value(level = 0): unknown {
    const code = this.bytes[this.at];
    if (code === QUOTE) {
      this.at += 1;
      return this.text() ?? OTHER;
    }
    if (code === OPEN) return level < MOST_LEVELS ? this.#array(level + 1) : OTHER;
    return this.passes(NULL) ? null : this.integer();
  }

  #array(level: number): unknown {
    this.at += 1;
    const members: unknown[] = [];
    for (;;) {
      const member = this.value(level);
      if (member === OTHER) return OTHER;
      members.push(member);
      const code = this.bytes[this.at++];
      if (code === CLOSE) return members;
      if (code !== COMMA) return OTHER;
    }
  }
}
