/** Reads the lines that `encodeEvent` writes, from bytes and without a JSON parser: many times faster. Whatever
 * looks otherwise (fields in another order, nested objects, escapes, errors) is left to `decodeEvent`. */
import type { Event, EventType, Key } from './event.ts';
import { Texts } from './texts.ts';

const [QUOTE, MINUS, ZERO, NINE, OPEN, CLOSE, COMMA, END] = [34, 45, 48, 57, 91, 93, 44, 125];
const [LETTER_A, LETTER_F, LETTER_X] = [97, 102, 120];
/** More digits may not be exact. */
const [MOST_DIGITS, MOST_HEX_DIGITS] = [15, 13];
/** Arrays in arrays; the decoder tells which are too deep. */
const MOST_LEVELS = 50;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const INDEX = bytesOf('{"index":');
const TYPE = bytesOf(',"type":"');
const F = bytesOf(',"f":"');
const VALUE = bytesOf(',"value":');
const KEY = bytesOf(',"key":');
const TIME = bytesOf(',"time":');
const NODE = bytesOf(',"node":"');
const ZXID = bytesOf(',"zxid":"');
const SESSION = bytesOf(',"session":"');
const NULL = bytesOf('null');
const TYPES: readonly (readonly [Uint8Array, EventType])[] = [
  [bytesOf('ok","process":'), 'ok'],
  [bytesOf('invoke","process":'), 'invoke'],
  [bytesOf('info","process":'), 'info'],
  [bytesOf('fail","process":'), 'fail'],
];

/** What is met where a field is not as expected. */
const OTHER: unique symbol = Symbol('other');

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] };

/** What is in a line: an event, one of a key that is not wanted, or something to be read otherwise. */
export type Scanned = Event | 'unwanted' | undefined;

export class LineScanner {
  readonly #wants: (key: Key) => boolean;
  readonly #texts = new Texts();
  readonly #wanted = new Map<Key, boolean>();
  readonly #sessions = new Map<string, bigint>();
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;

  constructor(wants: (key: Key) => boolean) {
    this.#wants = wants;
  }

  /** What the line between two positions holds. */
  scan(bytes: Uint8Array, start: number, end: number): Scanned {
    this.#bytes = bytes;
    this.#at = start;
    const index = this.#passes(INDEX) ? this.#integer() : OTHER;
    const type = this.#passes(TYPE) ? this.#type() : undefined;
    if (index === OTHER || type === undefined) return undefined;
    const process = this.#integer();
    const f = this.#passes(F) ? this.#text() : undefined;
    if (process === OTHER || process < 0 || f === undefined) return undefined;
    const value = this.#passes(VALUE) ? this.#value() : OTHER;
    if (value === OTHER) return undefined;
    const event: Mutable<Event> = { index, type, process, f, value, time: 0 };
    if (this.#passes(KEY)) {
      const key = this.#value();
      if (typeof key !== 'string' && typeof key !== 'number') return undefined;
      event.key = key;
    }
    if (!this.#rest(event) || this.#at !== end) return undefined;
    return event.key === undefined || this.#isWanted(event.key) ? event : 'unwanted';
  }

  #isWanted(key: Key): boolean {
    let wanted = this.#wanted.get(key);
    if (wanted === undefined) {
      wanted = this.#wants(key);
      this.#wanted.set(key, wanted);
    }
    return wanted;
  }

  /** The fields after the key, up to the end of the object. */
  #rest(event: Mutable<Event>): boolean {
    const time = this.#passes(TIME) ? this.#integer() : OTHER;
    if (time === OTHER) return false;
    event.time = time;
    if (this.#passes(NODE)) {
      const node = this.#text();
      if (node === undefined) return false;
      event.node = node;
    }
    if (this.#passes(ZXID)) {
      const zxid = this.#hex();
      if (zxid === undefined) return false;
      event.zxid = zxid;
    }
    if (this.#passes(SESSION)) {
      const session = this.#session();
      if (session === undefined) return false;
      event.session = session;
    }
    return this.#bytes[this.#at++] === END;
  }

  #passes(expected: Uint8Array): boolean {
    const bytes = this.#bytes;
    const at = this.#at;
    for (let place = 0; place < expected.length; place++)
      if (bytes[at + place] !== expected[place]) return false;
    this.#at = at + expected.length;
    return true;
  }

  #type(): EventType | undefined {
    for (const [text, type] of TYPES) if (this.#passes(text)) return type;
    return undefined;
  }

  #integer(): number | typeof OTHER {
    const bytes = this.#bytes;
    const negative = bytes[this.#at] === MINUS;
    const start = negative ? this.#at + 1 : this.#at;
    let at = start;
    let value = 0;
    let code = bytes[at] ?? 0;
    while (code >= ZERO && code <= NINE) {
      value = 10 * value + code - ZERO;
      code = bytes[++at] ?? 0;
    }
    if (at === start || at - start > MOST_DIGITS) return OTHER;
    if (bytes[start] === ZERO && at - start > 1) return OTHER;
    if (code !== COMMA && code !== END && code !== CLOSE) return OTHER;
    this.#at = at;
    return negative ? -value : value;
  }

  /** A string whose opening quote is passed. */
  #text(): string | undefined {
    const text = this.#texts.read(this.#bytes, this.#at);
    if (text !== undefined) this.#at = this.#texts.end;
    return text;
  }

  #value(level = 0): unknown {
    const code = this.#bytes[this.#at];
    if (code === QUOTE) {
      this.#at += 1;
      return this.#text() ?? OTHER;
    }
    if (code === OPEN) return level < MOST_LEVELS ? this.#array(level + 1) : OTHER;
    return this.#passes(NULL) ? null : this.#integer();
  }

  #array(level: number): unknown {
    this.#at += 1;
    const members: unknown[] = [];
    for (;;) {
      const member = this.#value(level);
      if (member === OTHER) return OTHER;
      members.push(member);
      const code = this.#bytes[this.#at++];
      if (code === CLOSE) return members;
      if (code !== COMMA) return OTHER;
    }
  }

  /** A 64-bit number `0x..` with its closing quote; by way of a number where that is exact: faster. */
  #hex(): bigint | undefined {
    const bytes = this.#bytes;
    const start = this.#at + 2;
    let at = start;
    let value = 0;
    for (let digit = hexDigit(bytes[at]); digit >= 0; digit = hexDigit(bytes[++at]))
      value = 16 * value + digit;
    if (at - start > MOST_HEX_DIGITS) return this.#session();
    const isMarked = bytes[this.#at] === ZERO && bytes[this.#at + 1] === LETTER_X;
    if (!isMarked || at === start || bytes[at] !== QUOTE) return undefined;
    this.#at = at + 1;
    return BigInt(value);
  }

  /** One of a few numbers `0x..` that come again and again. */
  #session(): bigint | undefined {
    const text = this.#text();
    if (text === undefined || !/^0x[0-9a-f]{1,16}$/.test(text)) return undefined;
    const known = this.#sessions.get(text);
    if (known !== undefined) return known;
    const session = BigInt(text);
    this.#sessions.set(text, session);
    return session;
  }
}

/** -1 where it is none. */
function hexDigit(code = 0): number {
  if (code >= ZERO && code <= NINE) return code - ZERO;
  return code >= LETTER_A && code <= LETTER_F ? code - LETTER_A + 10 : -1;
}
