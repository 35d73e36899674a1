/**
 * Reads the usual form of a JSON event from bytes straight into numbers, without making objects:
 * plain strings, integers, and a value of micro-operations. Any other line is left to JSON.parse.
 */
import { type EventHead, type HistoryBuilder, INVOKE } from './builder.ts';
import { FAIL, INFO, NIL, OK, READ_LIST, READ_VALUE, WRITE } from './history.ts';
import { MopRows } from './mop-rows.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const SMALL_N = 0x6e;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const NULL = new TextEncoder().encode('null');

/** Integers of more digits may not be exact as doubles. */
const MAX_DIGITS = 15;

/** Thrown for a line that is not of the usual form. */
class Unusual extends Error {}
const UNUSUAL = new Unusual('not of the usual form');

const TYPES: Readonly<Record<string, number>> = { ok: OK, fail: FAIL, info: INFO, invoke: INVOKE };

/** Names of the fields that are read, a bit each. */
const FIELD_BITS: Readonly<Record<string, number>> = {
  value: 1,
  type: 2,
  process: 4,
  index: 8,
  time: 16,
  f: 32,
};

export class Scanner {
  private readonly builder: HistoryBuilder;
  private readonly rows = new MopRows();
  // not integers from the start: V8 would drop its code once the first one is not
  private readonly head: EventHead = {
    type: OK,
    process: Number.NaN,
    index: Number.NaN,
    time: Number.NaN,
    f: 0,
  };
  private readonly noFunction: number;
  /** Strings seen, by the hash of their bytes. */
  private readonly strings = new Map<number, string>();
  private bytes: Uint8Array = new Uint8Array();
  private at = 0;
  private end = 0;
  /** Bits of the fields that were met. */
  private met = 0;

  constructor(builder: HistoryBuilder) {
    this.builder = builder;
    this.noFunction = builder.words.functions.intern(null);
  }

  /** Adds the event of one line to the builder; false, and nothing added, when it is not of the usual form. */
  add(bytes: Uint8Array, start: number, end: number): boolean {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    try {
      this.event();
    } catch (error) {
      if (error === UNUSUAL) return false;
      throw error;
    }
    this.builder.addRow(this.head, this.rows);
    return true;
  }

  private event(): void {
    const { head } = this;
    this.met = 0;
    head.type = -1;
    head.process = Number.NaN;
    head.index = Number.NaN;
    head.time = -1;
    head.f = this.noFunction;
    this.rows.clear();
    this.expect(OPEN_BRACE);
    do {
      const name = this.string();
      this.expect(COLON);
      this.field(name);
    } while (this.passed(COMMA));
    this.expect(CLOSE_BRACE);
    if (this.at < this.end || head.type < 0 || Number.isNaN(head.process)) throw UNUSUAL;
  }

  private field(name: string): void {
    const { head } = this;
    this.once(FIELD_BITS[name] ?? 0);
    if (name === 'value') this.mops();
    else if (name === 'type') head.type = TYPES[this.string()] ?? -1;
    else if (name === 'process') head.process = this.integer();
    else if (name === 'index') head.index = this.integer();
    else if (name === 'time') head.time = this.integer();
    else if (name === 'f') head.f = this.builder.words.functions.intern(this.scalar());
    else this.skipValue();
  }

  /** A field that comes twice is left to the reader that refuses it. */
  private once(bit: number): void {
    if ((this.met & bit) !== 0) throw UNUSUAL;
    this.met |= bit;
  }

  private mops(): void {
    if (this.passedNull()) return;
    this.expect(OPEN_BRACKET);
    if (this.passed(CLOSE_BRACKET)) return;
    do {
      this.expect(OPEN_BRACKET);
      const f = this.string();
      this.expect(COMMA);
      const key = this.builder.words.keys.intern(this.scalar());
      this.expect(COMMA);
      this.mop(f, key);
      this.expect(CLOSE_BRACKET);
    } while (this.passed(COMMA));
    this.expect(CLOSE_BRACKET);
  }

  private mop(f: string, key: number): void {
    const { words } = this.builder;
    const isRegister = words.workload === 'rw-register';
    if (f === words.writeName) this.rows.add(WRITE, key, this.element(key));
    else if (f !== 'r') throw UNUSUAL;
    else if (this.passedNull()) this.rows.add(isRegister ? READ_VALUE : READ_LIST, key, NIL);
    else if (isRegister) this.rows.add(READ_VALUE, key, this.element(key));
    else this.rows.add(READ_LIST, key, this.list(key));
  }

  private element(key: number): number {
    const { elements } = this.builder.words;
    return elements.intern(key, elements.codeOf(this.scalar()));
  }

  private list(key: number): number {
    const { lists, elements } = this.builder.words;
    let list = lists.root(key);
    this.expect(OPEN_BRACKET);
    if (this.passed(CLOSE_BRACKET)) return list;
    do {
      list = lists.extend(list, key, elements.codeOf(this.scalar()));
    } while (this.passed(COMMA));
    this.expect(CLOSE_BRACKET);
    return list;
  }

  /** A string or an integer. */
  private scalar(): string | number {
    return this.peek() === QUOTE ? this.string() : this.integer();
  }

  private string(): string {
    this.expect(QUOTE);
    const { bytes, end } = this;
    const start = this.at;
    let at = start;
    let hash = 0;
    for (let byte = bytes[at] as number; byte !== QUOTE; byte = bytes[++at] as number) {
      if (at >= end || byte === BACKSLASH || byte < 0x20 || byte > 0x7e) throw UNUSUAL;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    this.at = at + 1;
    return this.known(hash, start, at);
  }

  /** The string of some bytes, made once as long as no other of the same hash comes. */
  private known(hash: number, start: number, end: number): string {
    const known = this.strings.get(hash);
    if (known !== undefined && this.isAt(known, start, end)) return known;
    const made = Array.from(this.bytes.subarray(start, end), byte =>
      String.fromCharCode(byte),
    ).join('');
    this.strings.set(hash, made);
    return made;
  }

  private isAt(text: string, start: number, end: number): boolean {
    if (text.length !== end - start) return false;
    for (let i = 0; i < text.length; i++) {
      if (text.charCodeAt(i) !== this.bytes[start + i]) return false;
    }
    return true;
  }

  private integer(): number {
    const negative = this.passed(MINUS);
    const start = this.at;
    let value = 0;
    for (; this.at < this.end; this.at++) {
      const byte = this.bytes[this.at] as number;
      if (byte < ZERO || byte > NINE) break;
      value = value * 10 + (byte - ZERO);
    }
    const digits = this.at - start;
    // a number continues (fraction, exponent) unless something of the structure follows
    const next = this.peek();
    const ends = next === COMMA || next === CLOSE_BRACKET || next === CLOSE_BRACE;
    const padded = digits > 1 && this.bytes[start] === ZERO;
    if (digits === 0 || digits > MAX_DIGITS || padded || !ends) throw UNUSUAL;
    return negative ? -value : value;
  }

  /** Objects and arrays of fields that nobody needs are left to JSON.parse, which says whether they are JSON. */
  private skipValue(): void {
    if (!this.passedNull()) this.scalar();
  }

  /** The byte after any blanks. */
  private peek(): number {
    while (this.bytes[this.at] === 0x20) this.at++;
    return this.at < this.end ? (this.bytes[this.at] as number) : -1;
  }

  private passed(byte: number): boolean {
    if (this.peek() !== byte) return false;
    this.at++;
    return true;
  }

  private expect(byte: number): void {
    if (!this.passed(byte)) throw UNUSUAL;
  }

  private passedNull(): boolean {
    if (this.peek() !== SMALL_N) return false;
    for (const byte of NULL) {
      if (this.bytes[this.at++] !== byte) throw UNUSUAL;
    }
    return true;
  }
}
