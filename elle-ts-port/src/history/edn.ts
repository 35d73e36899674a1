/**
 * Reads EDN, the notation of Clojure, as far as histories use it: keywords and symbols become
 * strings, lists, vectors and sets arrays, maps objects with string keys, tagged values their value.
 * Source: https://github.com/edn-format/edn
 */
import { type Event, HistoryError } from './event.ts';

const SPACE = /[\s,]/;
const END_OF_TOKEN = /[\s,()[\]{}";]/;
const NAMED_CHARACTERS: Readonly<Record<string, string>> = {
  newline: '\n',
  return: '\r',
  space: ' ',
  tab: '\t',
};
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** All values in a text, one by one. @throws HistoryError with line and column. */
export function* ednValues(text: string): Iterable<unknown> {
  const reader = new EdnReader(text);
  for (reader.skip(); !reader.done(); reader.skip()) yield reader.read();
}

class EdnReader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  done(): boolean {
    return this.at >= this.text.length;
  }

  /** Passes white space, comments, and values after `#_`. */
  skip(): void {
    for (;;) {
      while (SPACE.test(this.peek())) this.at++;
      if (this.peek() === ';') {
        const end = this.text.indexOf('\n', this.at);
        this.at = end < 0 ? this.text.length : end;
      } else if (this.text.startsWith('#_', this.at)) {
        this.at += 2;
        this.read();
      } else {
        return;
      }
    }
  }

  read(): unknown {
    this.skip();
    const first = this.peek();
    if (first === '"') return this.string();
    if (first === '{') return this.map(this.items('{'));
    if (first === '(' || first === '[') return this.items(first);
    if (first === '#') return this.tagged();
    if (first === '\\') return this.character();
    return this.scalar(this.token());
  }

  /** The character here; '' at the end. */
  private peek(): string {
    return this.text.charAt(this.at);
  }

  private items(open: string): unknown[] {
    const start = this.at;
    const close = CLOSING[open];
    const items: unknown[] = [];
    this.at++;
    for (this.skip(); this.peek() !== close; this.skip()) {
      if (this.done()) this.fail(`expected ${close}, found the end of the text`, start);
      items.push(this.read());
    }
    this.at++;
    return items;
  }

  private map(items: readonly unknown[]): Record<string, unknown> {
    if (items.length % 2 === 1) this.fail('expected a value for each key of the map', this.at);
    const map: Record<string, unknown> = {};
    for (let i = 0; i < items.length; i += 2) map[String(items[i])] = items[i + 1];
    return map;
  }

  private tagged(): unknown {
    this.at++;
    if (this.peek() === '{') return this.items('{');
    const tag = this.token();
    if (tag === '#Inf') return Number.POSITIVE_INFINITY;
    this.skip();
    const value = this.read();
    // a record of Jepsen's is printed as a tagged map
    return value;
  }

  private string(): string {
    const start = this.at;
    const end = /(?:[^"\\]|\\[\s\S])*"/y;
    end.lastIndex = this.at + 1;
    const [found] = end.exec(this.text) ?? this.fail('expected a closing ", found the end', start);
    this.at = end.lastIndex;
    return JSON.parse(
      `"${found.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}`,
    );
  }

  private character(): string {
    const first = this.text.charAt(this.at + 1);
    this.at += 2;
    const name = first + this.token(true);
    return NAMED_CHARACTERS[name] ?? name;
  }

  private token(mayBeEmpty = false): string {
    const start = this.at;
    while (!this.done() && !END_OF_TOKEN.test(this.peek())) this.at++;
    if (this.at === start && !mayBeEmpty) {
      this.fail(`expected a value, found ${this.peek() || 'the end of the text'}`, start);
    }
    return this.text.slice(start, this.at);
  }

  private scalar(token: string): unknown {
    if (token === 'nil') return null;
    if (token === 'true') return true;
    if (token === 'false') return false;
    if (token.startsWith(':')) return token.slice(1);
    if (/^[+-]?\d+N$/.test(token)) return this.integer(token.slice(0, -1));
    if (/^[+-]?\d+$/.test(token)) return this.integer(token);
    return /^[+-]?\d/.test(token) ? Number(token.replace(/M$/, '')) : token;
  }

  /** Integers that a double cannot hold stay exact. */
  private integer(token: string): number | bigint {
    const value = Number(token);
    return Number.isSafeInteger(value) ? value : BigInt(token);
  }

  private fail(message: string, at: number): never {
    const before = this.text.slice(0, at).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    throw new HistoryError(`line ${before.length}, column ${column}: ${message}`);
  }
}

/** The events of an EDN text: maps one after the other, or in a vector or list. */
export function* ednEvents(text: string): Iterable<Event> {
  for (const value of ednValues(text)) {
    for (const event of Array.isArray(value) ? value : [value]) {
      if (typeof event !== 'object' || event === null || !('type' in event)) {
        throw new HistoryError(
          `expected maps with :type, :process and :value, found ${JSON.stringify(event)}`,
        );
      }
      yield event;
    }
  }
}
