import { lowerBound } from '../lower-bound.ts';

/** The texts of a history that was read: a text that is no beginning of any of them is never read, however
 * it goes on, so it does not matter which it is. */
export class ReadTexts {
  readonly #sorted: readonly string[];
  /** Stands for all that is never read; longer than all that was. */
  readonly unread: string;

  constructor(texts: Iterable<string>) {
    this.#sorted = [...new Set(texts)].sort();
    this.unread = '…'.repeat(1 + Math.max(0, ...this.#sorted.map(({ length }) => length)));
  }

  /** The text, or `unread`. */
  reduced(text: string): string {
    return this.#isBeginning(text) ? text : this.unread;
  }

  #isBeginning(text: string): boolean {
    const first = this.#sorted[lowerBound(this.#sorted, known => known >= text)];
    return first?.startsWith(text) ?? false;
  }
}
