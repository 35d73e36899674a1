/** Operations of one kind, in the order of their calls, of which some were taken. Moments are indices of events. */
import type { Operation } from '../../../history/history.ts';
import { endOf } from '../interval.ts';

export type Value = string | number;

/** What was taken: all operations before `from`, and those at the places in `beyond`. */
export interface Taken {
  readonly from: number;
  readonly beyond: readonly number[];
}

export const NONE_TAKEN: Taken = { from: 0, beyond: [] };

/** What is left, as far as it matters now. */
interface Window {
  /** Places of those that no other must precede; of those that are alike, none that another can stand for. */
  readonly next: readonly number[];
  /** When the first of those that are left returns; Infinity if none is. */
  readonly firstReturn: number;
  readonly first: Operation | undefined;
}

export class Backlog {
  readonly #operations: readonly Operation[];
  readonly #values: readonly Value[];

  /** The operations are in the order of their calls; those of the same value are alike. */
  constructor(operations: readonly Operation[], named: (op: Operation) => Value) {
    this.#operations = operations;
    this.#values = operations.map(named);
  }

  isDone({ from }: Taken): boolean {
    return from === this.#operations.length;
  }

  calledAt(place: number): number {
    return this.#operations[place]?.index ?? Number.POSITIVE_INFINITY;
  }

  value(place: number): Value {
    return this.#values[place] ?? '';
  }

  window({ from, beyond }: Taken): Window {
    const next: number[] = [];
    const soonest = new Map<Value, number>();
    let first: Operation | undefined;
    let firstReturn = Number.POSITIVE_INFINITY;
    for (let place = from; this.calledAt(place) < firstReturn; place++) {
      const operation = this.#operations[place];
      if (operation === undefined || beyond.includes(place)) continue;
      const end = endOf(operation);
      if (end < firstReturn) [first, firstReturn] = [operation, end];
      // Of two that are alike the later call comes first only if it returns first.
      if (end >= (soonest.get(this.value(place)) ?? Number.POSITIVE_INFINITY)) continue;
      soonest.set(this.value(place), end);
      next.push(place);
    }
    return { next, firstReturn, first };
  }

  with({ from, beyond }: Taken, place: number): Taken {
    const taken = [...beyond, place].sort((a, b) => a - b);
    let next = from;
    while (taken[next - from] === next) next++;
    return { from: next, beyond: taken.slice(next - from) };
  }
}
