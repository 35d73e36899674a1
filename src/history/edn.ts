/** A reader of EDN (edn-format/edn): every form of the notation, with line and column in errors.
 *
 *  nil true false          null true false
 *  12  12N                 number, or bigint where a number would lose digits
 *  1.5 1.5M 1/2            number (a ratio is divided); refused where it would be rounded
 *  "text" \c               string
 *  :name  name             Keyword, Symbol
 *  [..] (..)               array
 *  {..} #{..}              Map, Set
 *  #tag form               Tagged, so also records: #jepsen.history.Op{..}
 *  ; comment  #_ form      nothing */
import {
  BLANK,
  CLASS,
  characterOf,
  DIGIT,
  ENDS_TOKEN,
  isEscaped,
  numberOf,
  unescaped,
} from './edn-atoms.ts';
import { type Edn, EdnSymbol, type Keyword, keyword, Tagged } from './edn-forms.ts';
import { writeEdn } from './edn-write.ts';
import { EdnError } from './history-error.ts';
import { placeIn } from './place.ts';

/** Character codes. */
const [QUOTE, SEMICOLON, COLON, HASH, BACKSLASH, UNDERSCORE] = [34, 59, 58, 35, 92, 95];
const [OPEN_LIST, CLOSE_LIST, OPEN_VECTOR, CLOSE_VECTOR, OPEN_MAP, CLOSE_MAP] = [
  40, 41, 91, 93, 123, 125,
];
const [MINUS, PLUS, ZERO] = [45, 43, 48];

/** Deeper nesting is no history, and would exhaust the stack. */
const MAX_DEPTH = 500;
const KEYWORDS_KEPT = 256;
/** Keywords met, by a hash of their names. */
const KEYWORDS: (Keyword | undefined)[] = new Array(KEYWORDS_KEPT).fill(undefined);

/** Reads forms one after the other. */
export class EdnReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  /** A mark of the byte order is passed over. */
  constructor(text: string) {
    this.#text = text;
    if (text.startsWith('\ufeff')) this.#at = 1;
  }

  /** Where the next form begins, in characters from 0. */
  position(): number {
    this.#skip();
    return this.#at;
  }

  /** Whether nothing but blanks and comments is left. */
  atEnd(): boolean {
    this.#skip();
    return this.#at >= this.#text.length;
  }

  /** Where a collection is next: enters it, so that its members are read as if they stood alone. */
  enter(): boolean {
    this.#skip();
    const code = this.#text.charCodeAt(this.#at);
    if (code !== OPEN_LIST && code !== OPEN_VECTOR) return false;
    this.#at += 1;
    return true;
  }

  /** Leaves the collection entered, where its end is next. */
  leave(): boolean {
    this.#skip();
    const code = this.#text.charCodeAt(this.#at);
    if (code !== CLOSE_LIST && code !== CLOSE_VECTOR) return false;
    this.#at += 1;
    return true;
  }

  /** Where a map is next: the values of the keys named, in their order, without making a map. */
  readValues(keys: readonly Edn[]): (Edn | undefined)[] | undefined {
    this.#skip();
    if (this.#text.charCodeAt(this.#at) !== OPEN_MAP) return undefined;
    const values = keys.map((): Edn | undefined => undefined);
    const start = this.#at++;
    while (!this.#closes(CLOSE_MAP, start)) {
      const key = this.read();
      const place = keys.indexOf(key);
      const value = this.#valueOfKey(start);
      if (place < 0) continue;
      if (values[place] !== undefined) throw this.#repeated(key);
      values[place] = value;
    }
    return values;
  }

  /** The next form. @throws EdnError */
  read(): Edn {
    if (this.#depth === MAX_DEPTH) throw this.#error(`expected at most ${MAX_DEPTH} levels`);
    this.#depth += 1;
    const form = this.#form();
    this.#depth -= 1;
    return form;
  }

  #form(): Edn {
    this.#skip();
    const code = this.#text.charCodeAt(this.#at);
    switch (code) {
      case QUOTE:
        return this.#string();
      case COLON:
        return this.#keyword();
      case OPEN_VECTOR:
        return this.#sequence(CLOSE_VECTOR);
      case OPEN_LIST:
        return this.#sequence(CLOSE_LIST);
      case OPEN_MAP:
        return this.#map();
      case HASH:
        return this.#dispatch();
      case BACKSLASH:
        return this.#character();
      case CLOSE_LIST:
      case CLOSE_VECTOR:
      case CLOSE_MAP:
        throw this.#error(`expected a form, found "${this.#text[this.#at]}"`);
      default:
        return this.#atom(code);
    }
  }

  #skip(): void {
    const text = this.#text;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code < 128 && ((CLASS[code] ?? 0) & BLANK) !== 0) this.#at += 1;
      else if (code === SEMICOLON) this.#skipLine();
      else if (code === HASH && text.charCodeAt(this.#at + 1) === UNDERSCORE) this.#discard();
      else return;
    }
  }

  #skipLine(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #discard(): void {
    this.#at += 2;
    this.read();
  }

  #sequence(close: number): Edn[] {
    const start = this.#at++;
    const members: Edn[] = [];
    while (!this.#closes(close, start)) members.push(this.read());
    return members;
  }

  /** Whether the collection that began at `start` ends here; moves past its end. */
  #closes(close: number, start: number): boolean {
    this.#skip();
    if (this.#at >= this.#text.length) {
      throw this.#error(`the "${this.#text[start]}" of ${this.placeOf(start)} is not closed`);
    }
    if (this.#text.charCodeAt(this.#at) !== close) return false;
    this.#at += 1;
    return true;
  }

  #map(): Map<Edn, Edn> {
    const entries = new Map<Edn, Edn>();
    const start = this.#at++;
    while (!this.#closes(CLOSE_MAP, start)) {
      const key = this.read();
      if (entries.has(key)) throw this.#repeated(key);
      entries.set(key, this.#valueOfKey(start));
    }
    return entries;
  }

  /** What follows a key of the map that began at `start`. */
  #valueOfKey(start: number): Edn {
    if (this.#closes(CLOSE_MAP, start))
      throw this.#error('expected a value for the last key of the map');
    return this.read();
  }

  #dispatch(): Edn {
    if (this.#text.charCodeAt(this.#at + 1) === OPEN_MAP) {
      this.#at += 1;
      return new Set(this.#sequence(CLOSE_MAP));
    }
    this.#at += 1;
    const tag = this.#token();
    if (!/^[A-Za-z]/.test(tag)) throw this.#error(`expected a tag after "#", found "${tag}"`);
    return new Tagged(tag, this.read());
  }

  /** Reads a keyword; a known one is recognized by its characters, without making a string of them. */
  #keyword(): Keyword {
    this.#at += 1;
    const start = this.#at;
    const place = this.#skipToken() % KEYWORDS_KEPT;
    const kept = KEYWORDS[place];
    if (kept?.name.length === this.#at - start && this.#text.startsWith(kept.name, start))
      return kept;
    const name = this.#text.slice(start, this.#at);
    if (name === '') throw this.#error('expected a name after ":"');
    const made = keyword(name);
    KEYWORDS[place] = made;
    return made;
  }

  #token(): string {
    const start = this.#at;
    this.#skipToken();
    return this.#text.slice(start, this.#at);
  }

  /** Moves past a token; a number that is equal for equal tokens. */
  #skipToken(): number {
    const text = this.#text;
    let hash = 0;
    for (; this.#at < text.length; this.#at++) {
      const code = text.charCodeAt(this.#at);
      if (code < 128 && ((CLASS[code] ?? 0) & ENDS_TOKEN) !== 0) break;
      hash = (hash * 31 + code) & 0xffffff;
    }
    return hash;
  }

  #atom(code: number): Edn {
    const small = this.#smallInteger(code);
    if (small !== undefined) return small;
    const start = this.#at;
    const token = this.#token();
    if (token === '') throw this.#error('expected a form, found the end');
    if (token === 'nil') return null;
    if (token === 'true' || token === 'false') return token === 'true';
    if (!/^[-+]?\d/.test(token)) return new EdnSymbol(token);
    const number = numberOf(token);
    if (number !== undefined) return number;
    this.#at = start;
    throw this.#error(`"${token}" is not a number that can be kept exactly`);
  }

  /** The commonest atom without making a string of it: up to 15 digits. */
  #smallInteger(first: number): number | undefined {
    const text = this.#text;
    let at = this.#at + (first === MINUS || first === PLUS ? 1 : 0);
    const start = at;
    let value = 0;
    let code = text.charCodeAt(at);
    while (code < 128 && ((CLASS[code] ?? 0) & DIGIT) !== 0) {
      value = value * 10 + code - ZERO;
      code = text.charCodeAt(++at);
    }
    const ends = at >= text.length || (code < 128 && ((CLASS[code] ?? 0) & ENDS_TOKEN) !== 0);
    if (!ends || at === start || at - start > 15) return undefined;
    this.#at = at;
    return first === MINUS ? -value : value;
  }

  #string(): string {
    const start = this.#at + 1;
    let end = this.#text.indexOf('"', start);
    while (end >= 0 && isEscaped(this.#text, start, end)) end = this.#text.indexOf('"', end + 1);
    if (end < 0) {
      this.#at = this.#text.length;
      throw this.#error(`the string of ${this.placeOf(start - 1)} is not closed`);
    }
    this.#at = end + 1;
    const raw = this.#text.slice(start, end);
    return raw.includes('\\') ? raw.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, unescaped) : raw;
  }

  #character(): string {
    this.#at += 1;
    const first = this.#text[this.#at];
    if (first === undefined) throw this.#error('expected a character after "\\"');
    this.#at += 1;
    const token = first + this.#token();
    const character = characterOf(token);
    if (character !== undefined) return character;
    throw this.#error(`"\\${token}" is not a character`);
  }

  /** `line 2, column 5` */
  placeOf(at: number): string {
    const { line, column } = placeIn(this.#text, at);
    return `line ${line}, column ${column}`;
  }

  /** One of two values would be lost. */
  #repeated(key: Edn): EdnError {
    return new EdnError(
      `${this.placeOf(this.#at)}: expected each key of a map once, found ${writeEdn(key)} twice`,
      false,
    );
  }

  #error(message: string): EdnError {
    return new EdnError(`${this.placeOf(this.#at)}: ${message}`, this.#at >= this.#text.length);
  }
}
