/** A model as a table of numbers: each state and each step is worked out once. */
import { canonical } from '../../model/canonical.ts';
import type { Model } from '../../model/model.ts';
import type { OperationClass } from './problem.ts';
import { json } from './words.ts';

/** The operation cannot happen. */
export const IMPOSSIBLE = -1;

/** A dense table has one entry for each state and class; past this many, entries are kept in a map. */
const DENSE_ENTRIES = 1 << 22;

export class Transitions<S> {
  readonly #model: Model<S>;
  readonly #classes: readonly OperationClass[];
  readonly #states: S[] = [];
  readonly #ids = new Map<string | number, number>();
  /** [state * classes + class]: 0 not worked out, else the next state + 2, where IMPOSSIBLE is 1. */
  #dense = new Int32Array(1024);
  readonly #sparse = new Map<number, number>();

  constructor(model: Model<S>, classes: readonly OperationClass[]) {
    this.#model = model;
    this.#classes = classes;
    this.idOf(model.init);
  }

  /** States so far; 0 is the initial one. */
  get size(): number {
    return this.#states.length;
  }

  /** Entries kept, for the memory's budget. */
  get entries(): number {
    return this.#dense.length + 8 * this.#sparse.size + 16 * this.#states.length;
  }

  /** The state after an operation of the class, or IMPOSSIBLE. */
  next(state: number, operationClass: number): number {
    const at = state * this.#classes.length + operationClass;
    const known = at < DENSE_ENTRIES ? (this.#dense[at] ?? 0) : (this.#sparse.get(at) ?? 0);
    return (known === 0 ? this.#workOut(at, state, operationClass) : known) - 2;
  }

  /** Whether an operation of the class can happen neither now nor later. */
  isPast(state: number, operationClass: number): boolean {
    const example = this.#classes[operationClass]?.example;
    if (!this.#model.isPast || !example) return false;
    return this.#model.isPast(this.stateOf(state), example);
  }

  describe(state: number): string {
    const found = this.stateOf(state);
    return this.#model.describeState?.(found) ?? json(found);
  }

  stateOf(state: number): S {
    return this.#states[state] as S;
  }

  idOf(state: S): number {
    const key = this.#model.key?.(state) ?? canonical(state);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#states.length);
    return this.#states.push(state) - 1;
  }

  #workOut(at: number, state: number, operationClass: number): number {
    const example = this.#classes[operationClass]?.example;
    const next = example && this.#model.step(this.stateOf(state), example);
    const entry = 2 + (next === undefined ? IMPOSSIBLE : this.idOf(next));
    if (at < DENSE_ENTRIES) this.#setDense(at, entry);
    else this.#sparse.set(at, entry);
    return entry;
  }

  #setDense(at: number, entry: number): void {
    if (at >= this.#dense.length) {
      const grown = new Int32Array(Math.max(2 * this.#dense.length, at + 1));
      grown.set(this.#dense);
      this.#dense = grown;
    }
    this.#dense[at] = entry;
  }
}
