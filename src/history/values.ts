/** The values of events. Those that were read from JSON stay text, which takes a tenth of the memory of what it
 * stands for, is shared between threads, and is read again each time; others are kept as they are. */
import { HistoryError } from './history-error.ts';
import { JsonScanner, OTHER } from './json-scan.ts';
import { memoryOf } from './memory.ts';

const NEWLINE = 10;
const NULL = new TextEncoder().encode('null\n');
const MOST_BYTES = 2 ** 31 - 1;
/** Longer texts are copied as a block. */
const MOST_COPIED = 64;

export interface StoredValues {
  /** For each position, where the text begins, or ~n for the n-th of the others. */
  readonly places: Int32Array;
  /** JSON, each value with a newline behind it. */
  readonly texts: Uint8Array;
  readonly others: readonly unknown[];
}

/** The JSON text of a value: the bytes from `start` up to `end`. */
export interface TextPlace {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Collects texts and values, and returns where each stands. */
export class ValuesBuilder {
  readonly others: unknown[] = [];
  #texts: Uint8Array;
  #used = NULL.length;

  /** `bytes`: about how long all texts are. */
  constructor(bytes: number) {
    this.#texts = new Uint8Array(memoryOf(Math.min(MOST_BYTES, Math.max(NULL.length, bytes))));
    this.#texts.set(NULL);
  }

  get texts(): Uint8Array {
    return this.#texts.subarray(0, this.#used);
  }

  /** `text`: of the value, where there is one. */
  add(value: unknown, text: TextPlace | undefined): number {
    if (value === null) return 0;
    if (text === undefined) return ~(this.others.push(value) - 1);
    const at = this.#used;
    this.#reserve(text.end - text.start + 1);
    this.#copy(text);
    this.#texts[this.#used++] = NEWLINE;
    return at;
  }

  #copy({ bytes, start, end }: TextPlace): void {
    const texts = this.#texts;
    if (end - start > MOST_COPIED) texts.set(bytes.subarray(start, end), this.#used);
    else for (let at = start, to = this.#used; at < end; ) texts[to++] = bytes[at++] ?? 0;
    this.#used += end - start;
  }

  #reserve(bytes: number): void {
    const needed = this.#used + bytes;
    if (needed <= this.#texts.length) return;
    if (needed > MOST_BYTES)
      throw new HistoryError(`expected values of at most ${MOST_BYTES} bytes together, found more`);
    const more = new Uint8Array(memoryOf(Math.min(MOST_BYTES, Math.max(needed, 2 * this.#used))));
    more.set(this.texts);
    this.#texts = more;
  }
}

/** Reads the values of a history. */
export class ValueReader extends JsonScanner {
  readonly #places: Int32Array;
  readonly #others: readonly unknown[];

  constructor({ places, texts, others }: StoredValues) {
    super();
    this.bytes = texts;
    this.#places = places;
    this.#others = others;
  }

  /** Returns the value of the event at a position. */
  read(position: number): unknown {
    const place = this.#places[position] ?? 0;
    if (place === 0) return null;
    if (place < 0) return this.#others[~place];
    this.at = place;
    const value = this.value();
    return value === OTHER ? this.#parsed(place) : value;
  }

  #parsed(place: number): unknown {
    const { buffer, byteOffset } = this.bytes;
    const end = this.bytes.indexOf(NEWLINE, place);
    return JSON.parse(Buffer.from(buffer, byteOffset + place, end - place).toString('utf8'));
  }
}
