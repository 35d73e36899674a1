/** Counts what a trace exercised: pairs of operation and outcome, and clauses of the model. */
import type { Counts } from '../../contract.ts';
import { codeName } from './codes.ts';

export class Coverage {
  readonly #counts = new Map<string, number>();
  readonly #outcomes = new Map<string, Map<number, number>>();

  add(key: string, by = 1): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
  }

  /** Counts an operation that ended with an error code, or OK. */
  addOutcome(f: string, err: number): void {
    const counts = this.#outcomes.get(f) ?? new Map<number, number>();
    this.#outcomes.set(f, counts);
    counts.set(err, (counts.get(err) ?? 0) + 1);
  }

  /** Returns the number of replies, events and changes that were left undecided, for any reason. */
  undecided(): number {
    let sum = 0;
    for (const [key, count] of this.#counts) if (key.startsWith('undecided ')) sum += count;
    return sum;
  }

  counts(): Counts {
    const outcomes = [...this.#outcomes].flatMap(([f, counts]) =>
      Array.from(counts, ([err, count]) => [`${f} ${codeName(err)}`, count] as const),
    );
    const all = [...this.#counts, ...outcomes];
    return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
