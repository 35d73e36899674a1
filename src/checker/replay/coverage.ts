/** Counts what a trace exercised: pairs of operation and outcome, and clauses of the model. */
import type { Counts } from '../../contract.ts';

export class Coverage {
  readonly #counts = new Map<string, number>();

  add(key: string, by = 1): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
  }

  get(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** Returns the number of replies, events and changes that were left undecided, for whatever reason. */
  undecided(): number {
    let sum = 0;
    for (const [key, count] of this.#counts) if (key.startsWith('undecided ')) sum += count;
    return sum;
  }

  counts(): Counts {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
