/** Places of what was taken that are kept until the rest moves up: one that comes and goes alone costs no array. */
const SPARE = 32;

/** First in, first out, without moving the rest each time. */
export class Fifo<T> {
  #items: (T | undefined)[] = [];
  #head = 0;

  push(item: T): void {
    this.#items.push(item);
  }

  /** The one that `shift` would take. */
  get first(): T | undefined {
    return this.#items[this.#head];
  }

  shift(): T | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#items[this.#head++] = undefined;
    if (this.#head >= SPARE && this.#head * 2 > this.#items.length) this.#compact();
    return item;
  }

  /** All that is left, in order; none is left afterwards. */
  drain(): T[] {
    const items = this.#items.slice(this.#head).filter(item => item !== undefined);
    this.#items = [];
    this.#head = 0;
    return items;
  }

  /** Amortised: each item is moved at most once for each one taken. */
  #compact(): void {
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}
