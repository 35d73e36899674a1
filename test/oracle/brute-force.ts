/** The definition of linearizability, tried in full: every subset of the operations in doubt, every
 * order that keeps returns before later calls. Where the same operations are left in the same state it
 * ends as it did before. For some twenty operations. */
import type { History, Operation } from '../../src/history/history.ts';
import type { Model } from '../../src/model/model.ts';

export function isLinearizable<S>(history: History, model: Model<S>): boolean {
  const operations = history.operations().filter(({ type }) => type !== 'fail');
  return new Orders(model).exists(operations, model.init);
}

class Orders<S> {
  readonly #model: Model<S>;
  /** What was left, in what state, where no order exists. */
  readonly #failed = new Set<string>();

  constructor(model: Model<S>) {
    this.#model = model;
  }

  /** Some operation that no other precedes comes first; done when only operations in doubt are left. */
  exists(left: readonly Operation[], state: S): boolean {
    if (left.every(({ type }) => type === 'info')) return true;
    const place = `${JSON.stringify(state)} ${left.map(({ index }) => index).join()}`;
    if (this.#failed.has(place)) return false;
    const found = left.some(op => this.#canBegin(left, op, state));
    if (!found) this.#failed.add(place);
    return found;
  }

  #canBegin(left: readonly Operation[], op: Operation, state: S): boolean {
    if (left.some(other => endOf(other) < op.index)) return false;
    const next = this.#model.step(state, op);
    if (next === undefined) return false;
    return this.exists(
      left.filter(other => other !== op),
      next,
    );
  }
}

function endOf({ type, completionIndex }: Operation): number {
  return type === 'ok' && completionIndex !== undefined
    ? completionIndex
    : Number.POSITIVE_INFINITY;
}
