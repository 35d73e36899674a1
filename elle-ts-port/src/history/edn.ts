/**
 * Reads EDN, the notation of Clojure, as far as histories use it: keywords and symbols become
 * strings, lists, vectors and sets arrays, maps objects with string keys, tagged values their value.
 * Source: https://github.com/edn-format/edn
 */
import { type Event, HistoryError } from './event.ts';
import { closingQuote, isExact } from './exact.ts';
import { shown } from './shown.ts';

const NAMED_CHARACTERS: Readonly<Record<string, string>> = {
  newline: '\n',
  return: '\r',
  space: ' ',
  tab: '\t',
};

/** Classes of characters, by code; all others are part of tokens. */
const TOKEN = 0;
const SPACE = 1;
const STRUCTURE = 2;
const CLASSES = new Uint8Array(128);
for (const character of ' \t\n\v\f\r,') CLASSES[character.charCodeAt(0)] = SPACE;
for (const character of '()[]{}";') CLASSES[character.charCodeAt(0)] = STRUCTURE;

/** Integers of at most this many digits are exact as doubles. */
const EXACT_DIGITS = 15;
/** Deeper nesting is no history, and would exhaust the stack. */
const MAX_DEPTH = 500;
const ZERO = 0x30;
const NINE = 0x39;

/** The events of an EDN text: maps one after the other, or in a vector or list. @throws HistoryError */
export function* ednEvents(text: string): Iterable<Event> {
  for (const value of ednValues(text)) {
    for (const event of Array.isArray(value) ? value : [value]) {
      if (typeof event !== 'object' || event === null || !('type' in event)) {
        throw new HistoryError(
          `expected maps with :type, :process and :value, found ${shown(event).slice(0, 60)}`,
        );
      }
      yield event;
    }
  }
}

/** All values in a text, one by one. @throws HistoryError with line and column. */
function* ednValues(text: string): Iterable<unknown> {
  const reader = new EdnReader(text);
  for (reader.skip(); !reader.done(); reader.skip()) yield reader.read();
}

class EdnReader {
  private readonly text: string;
  private at = 0;
  private depth = 0;

  /** A mark of the byte order is passed over. */
  constructor(text: string) {
    this.text = text;
    if (text.startsWith('\ufeff')) this.at = 1;
  }

  done(): boolean {
    return this.at >= this.text.length;
  }

  /** Passes white space, comments, and values after `#_`. */
  skip(): void {
    for (;;) {
      while (this.classHere() === SPACE) this.at++;
      const here = this.text[this.at];
      if (here === ';') {
        const end = this.text.indexOf('\n', this.at);
        this.at = end < 0 ? this.text.length : end;
      } else if (here === '#' && this.text[this.at + 1] === '_') {
        this.at += 2;
        this.read();
      } else {
        return;
      }
    }
  }

  /** @throws HistoryError with line and column. */
  read(): unknown {
    if (this.depth === MAX_DEPTH) this.fail(`expected at most ${MAX_DEPTH} levels`, this.at);
    this.depth++;
    const value = this.form();
    this.depth--;
    return value;
  }

  private form(): unknown {
    this.skip();
    switch (this.text[this.at]) {
      case '[':
        return this.items(']');
      case '(':
        return this.items(')');
      case '{':
        return this.map();
      case '"':
        return this.string();
      case '#':
        return this.tagged();
      case '\\':
        return this.character();
      case ':':
        this.at++;
        return this.token();
      default:
        return this.integer() ?? this.scalar(this.token(), this.at);
    }
  }

  /** The class of the character here; TOKEN beyond ASCII, STRUCTURE at the end. */
  private classHere(): number {
    if (this.at >= this.text.length) return STRUCTURE;
    return CLASSES[this.text.charCodeAt(this.at)] ?? TOKEN;
  }

  private items(close: string): unknown[] {
    const start = this.at++;
    const items: unknown[] = [];
    for (this.skip(); this.text[this.at] !== close; this.skip()) {
      if (this.done()) this.fail(`expected ${close}, found the end of the text`, start);
      items.push(this.read());
    }
    this.at++;
    return items;
  }

  private map(): Record<string, unknown> {
    const items = this.items('}');
    if (items.length % 2 === 1) this.fail('expected a value for each key of the map', this.at);
    const map: Record<string, unknown> = {};
    for (let i = 0; i < items.length; i += 2) {
      const key = String(items[i]);
      if (Object.hasOwn(map, key))
        this.fail(`expected each key of the map once, found ${key} twice`, this.at);
      // what sets the object's prototype is no field of an event
      if (key !== '__proto__') map[key] = items[i + 1];
    }
    return map;
  }

  /** A set, or a value whose tag is dropped: a record of Jepsen's is printed as a tagged map. */
  private tagged(): unknown {
    this.at++;
    if (this.text[this.at] === '{') return this.items('}');
    if (!/^[A-Za-z]/.test(this.token())) this.fail('expected a tag after #, found none', this.at);
    return this.read();
  }

  private string(): string {
    const start = this.at;
    const end = closingQuote(this.text, start);
    if (end >= this.text.length) this.fail('expected a closing ", found the end', start);
    this.at = end + 1;
    const json = this.text
      .slice(start + 1, this.at)
      .replaceAll(/\p{Cc}/gu, character => JSON.stringify(character).slice(1, -1));
    try {
      return JSON.parse(`"${json}`);
    } catch {
      return this.fail(
        'expected a string with escapes that EDN has, such as \\n, found others',
        start,
      );
    }
  }

  private character(): string {
    const first = this.text.charAt(this.at + 1);
    this.at += 2;
    const start = this.at;
    while (this.classHere() === TOKEN) this.at++;
    const name = first + this.text.slice(start, this.at);
    return NAMED_CHARACTERS[name] ?? name;
  }

  private token(): string {
    const start = this.at;
    while (this.classHere() === TOKEN) this.at++;
    if (this.at === start) {
      this.fail(`expected a value, found ${this.text[this.at] ?? 'the end of the text'}`, start);
    }
    return this.text.slice(start, this.at);
  }

  /** A plain non-negative integer that a double holds, read digit by digit; else nothing is read. */
  private integer(): number | undefined {
    const start = this.at;
    let value = 0;
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (!(code >= ZERO && code <= NINE)) break;
      value = value * 10 + (code - ZERO);
      this.at++;
    }
    const digits = this.at - start;
    if (digits > 0 && digits <= EXACT_DIGITS && this.classHere() !== TOKEN) return value;
    this.at = start;
    return undefined;
  }

  private scalar(token: string, end: number): unknown {
    if (token === 'nil') return null;
    if (token === 'true') return true;
    if (token === 'false') return false;
    if (/^[+-]?\d+N?$/.test(token)) return wholeNumber(token.replace('N', ''));
    if (!/^[+-]?\d/.test(token)) return token;
    const decimal = token.replace(/M$/, '');
    if (isExact(decimal)) return Number(decimal);
    return this.fail(
      `expected a number that a double holds exactly, found ${token}`,
      end - token.length,
    );
  }

  private fail(message: string, at: number): never {
    const before = this.text.slice(0, at).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    throw new HistoryError(`line ${before.length}, column ${column}: ${message}`);
  }
}

/** Integers that a double cannot hold stay exact. */
function wholeNumber(digits: string): number | bigint {
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : BigInt(digits);
}
