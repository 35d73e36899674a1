/** Reads the lines that `encodeEvent` writes, without a JSON parser: several times faster. Whatever looks
 * otherwise (fields in another order, nested values, escapes, errors) is left to `decodeEvent`. */
import type { Event, EventType } from './event.ts';

const [QUOTE, MINUS, ZERO, NINE, OPEN, CLOSE, COMMA, END] = [34, 45, 48, 57, 91, 93, 44, 125];
const TYPES: readonly (readonly [string, EventType])[] = [
  ['ok","process":', 'ok'],
  ['invoke","process":', 'invoke'],
  ['info","process":', 'info'],
  ['fail","process":', 'fail'],
];
/** More digits may not be exact. */
const MOST_DIGITS = 15;

/** What is met where a field is not as expected. */
const OTHER: unique symbol = Symbol('other');

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] };

export class LineScanner {
  #text = '';
  #at = 0;
  readonly #names: string[] = [];
  readonly #nodes: string[] = [];
  readonly #sessions = new Map<string, bigint>();

  /** The event of the line between two positions of a text; undefined when it is written otherwise. */
  scan(text: string, start: number, end: number): Event | undefined {
    this.#text = text;
    this.#at = start;
    if (!this.#passes('{"index":')) return undefined;
    const index = this.#integer();
    const type = this.#passes(',"type":"') ? this.#type() : undefined;
    if (index === OTHER || type === undefined) return undefined;
    const process = this.#integer();
    const f = this.#passes(',"f":"') ? this.#known(this.#names) : undefined;
    if (process === OTHER || process < 0 || f === undefined) return undefined;
    const value = this.#passes(',"value":') ? this.#value() : OTHER;
    if (value === OTHER) return undefined;
    const event: Mutable<Event> = { index, type, process, f, value, time: 0 };
    return this.#rest(event) && this.#at === end ? event : undefined;
  }

  /** The fields after the value, up to the end of the object. */
  #rest(event: Mutable<Event>): boolean {
    if (this.#passes(',"key":')) {
      const key = this.#value();
      if (typeof key !== 'string' && typeof key !== 'number') return false;
      event.key = key;
    }
    const time = this.#passes(',"time":') ? this.#integer() : OTHER;
    if (time === OTHER) return false;
    event.time = time;
    if (this.#passes(',"node":"')) {
      const node = this.#known(this.#nodes);
      if (node === undefined) return false;
      event.node = node;
    }
    if (this.#passes(',"zxid":"')) {
      const zxid = this.#text64();
      if (zxid === undefined) return false;
      event.zxid = bigintOf(zxid);
    }
    if (this.#passes(',"session":"')) {
      const session = this.#text64();
      if (session === undefined) return false;
      event.session = this.#session(session);
    }
    return this.#text.charCodeAt(this.#at++) === END;
  }

  #passes(expected: string): boolean {
    if (!this.#text.startsWith(expected, this.#at)) return false;
    this.#at += expected.length;
    return true;
  }

  #type(): EventType | undefined {
    for (const [text, type] of TYPES) if (this.#passes(text)) return type;
    return undefined;
  }

  #integer(): number | typeof OTHER {
    const text = this.#text;
    const negative = text.charCodeAt(this.#at) === MINUS;
    const start = negative ? this.#at + 1 : this.#at;
    let at = start;
    let value = 0;
    for (let code = text.charCodeAt(at); code >= ZERO && code <= NINE; code = text.charCodeAt(++at))
      value = 10 * value + code - ZERO;
    const next = text.charCodeAt(at);
    if (at === start || at - start > MOST_DIGITS) return OTHER;
    if (next !== COMMA && next !== END && next !== CLOSE) return OTHER;
    this.#at = at;
    return negative ? -value : value;
  }

  /** A string of a few that come again and again; its opening quote is passed. */
  #known(known: string[]): string | undefined {
    for (const text of known)
      if (
        this.#text.charCodeAt(this.#at + text.length) === QUOTE &&
        this.#text.startsWith(text, this.#at)
      ) {
        this.#at += text.length + 1;
        return text;
      }
    const text = this.#string();
    if (text !== undefined && known.length < 16) known.push(text);
    return text;
  }

  #string(): string | undefined {
    const end = this.#text.indexOf('"', this.#at);
    const text = this.#text.slice(this.#at, end);
    if (end < 0 || text.includes('\\') || text.includes('\n')) return undefined;
    this.#at = end + 1;
    return text;
  }

  #value(): unknown {
    const code = this.#text.charCodeAt(this.#at);
    if (code === QUOTE) {
      this.#at += 1;
      return this.#string() ?? OTHER;
    }
    if (code === OPEN) return this.#array();
    return this.#passes('null') ? null : this.#integer();
  }

  #array(): unknown {
    this.#at += 1;
    const members: unknown[] = [];
    for (;;) {
      const member = this.#value();
      if (member === OTHER) return OTHER;
      members.push(member);
      const code = this.#text.charCodeAt(this.#at++);
      if (code === CLOSE) return members;
      if (code !== COMMA) return OTHER;
    }
  }

  /** The text of a 64-bit number, `0x..`, not negative. */
  #text64(): string | undefined {
    const text = this.#string();
    return text !== undefined && /^0x[0-9a-f]{1,16}$/.test(text) ? text : undefined;
  }

  #session(text: string): bigint {
    const known = this.#sessions.get(text);
    if (known !== undefined) return known;
    const session = BigInt(text);
    this.#sessions.set(text, session);
    return session;
  }
}

/** By way of a number where that is exact: faster. */
function bigintOf(text: string): bigint {
  return BigInt(text.length <= 14 ? Number(text) : text);
}
