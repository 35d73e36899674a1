/** Reads the lines that `encodeEvent` writes, from bytes and without a JSON parser: many times faster. Any
 * other line (fields in another order, nested objects, escapes) is left to `decodeEvent`. */
import type { Event, EventType, OperationError } from './event.ts';
import { JsonScanner, OTHER } from './json-scan.ts';
import type { TextPlace } from './values.ts';

const [QUOTE, ZERO, NINE, END] = [34, 48, 57, 125];
const [LETTER_A, LETTER_F, LETTER_X] = [97, 102, 120];
/** More digits may not be exact. */
const MOST_HEX_DIGITS = 13;

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
const ERROR = bytesOf(',"error":{"name":"');
const MESSAGE = bytesOf(',"message":"');
const TYPES: readonly (readonly [Uint8Array, EventType])[] = [
  [bytesOf('ok","process":'), 'ok'],
  [bytesOf('invoke","process":'), 'invoke'],
  [bytesOf('info","process":'), 'info'],
  [bytesOf('fail","process":'), 'fail'],
];

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] };

export class LineScanner extends JsonScanner {
  readonly #sessions = new Map<string, bigint>();
  readonly #valueText: Mutable<TextPlace> = { bytes: this.bytes, start: 0, end: 0 };

  /** Where the value of the event scanned last stands in its line. */
  get valueText(): TextPlace {
    return this.#valueText;
  }

  /** Returns the event in the line between two positions; undefined where it is to be read otherwise. */
  scan(bytes: Uint8Array, start: number, end: number): Event | undefined {
    this.bytes = bytes;
    this.at = start;
    const index = this.passes(INDEX) ? this.integer() : OTHER;
    const type = this.passes(TYPE) ? this.#type() : undefined;
    if (index === OTHER || type === undefined) return undefined;
    const process = this.integer();
    const f = this.passes(F) ? this.text() : undefined;
    if (process === OTHER || process < 0 || f === undefined) return undefined;
    const value = this.passes(VALUE) ? this.#eventValue() : OTHER;
    if (value === OTHER) return undefined;
    const event: Mutable<Event> = { index, type, process, f, value, time: 0 };
    if (this.passes(KEY)) {
      const key = this.value();
      if (typeof key !== 'string' && typeof key !== 'number') return undefined;
      event.key = key;
    }
    return this.#rest(event) && this.at === end ? event : undefined;
  }

  #eventValue(): unknown {
    const text = this.#valueText;
    text.bytes = this.bytes;
    text.start = this.at;
    const value = this.value();
    text.end = this.at;
    return value;
  }

  /** The fields after the key, up to the end of the object. */
  #rest(event: Mutable<Event>): boolean {
    const time = this.passes(TIME) ? this.integer() : OTHER;
    if (time === OTHER) return false;
    event.time = time;
    if (this.passes(NODE)) {
      const node = this.text();
      if (node === undefined) return false;
      event.node = node;
    }
    if (this.passes(ZXID)) {
      const zxid = this.#hex();
      if (zxid === undefined) return false;
      event.zxid = zxid;
    }
    if (this.passes(SESSION)) {
      const session = this.#session();
      if (session === undefined) return false;
      event.session = session;
    }
    if (this.passes(ERROR)) {
      const error = this.#error();
      if (error === undefined) return false;
      event.error = error;
    }
    return this.bytes[this.at++] === END;
  }

  #error(): OperationError | undefined {
    const name = this.text();
    if (name === undefined) return undefined;
    const error: Mutable<OperationError> = { name };
    if (this.passes(MESSAGE)) {
      const message = this.text();
      if (message === undefined) return undefined;
      error.message = message;
    }
    return this.bytes[this.at++] === END ? error : undefined;
  }

  #type(): EventType | undefined {
    for (const [text, type] of TYPES) if (this.passes(text)) return type;
    return undefined;
  }

  /** A 64-bit number `0x..` with its closing quote; by way of a number where that is exact: faster. */
  #hex(): bigint | undefined {
    const bytes = this.bytes;
    const start = this.at + 2;
    let at = start;
    let value = 0;
    for (let digit = hexDigit(bytes[at]); digit >= 0; digit = hexDigit(bytes[++at]))
      value = 16 * value + digit;
    if (at - start > MOST_HEX_DIGITS) return this.#session();
    const isMarked = bytes[this.at] === ZERO && bytes[this.at + 1] === LETTER_X;
    if (!isMarked || at === start || bytes[at] !== QUOTE) return undefined;
    this.at = at + 1;
    return BigInt(value);
  }

  /** One of a few numbers `0x..` that come again and again. */
  #session(): bigint | undefined {
    const text = this.text();
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
