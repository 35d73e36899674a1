/** The definition of linearizability, tried in full: every subset of the operations in doubt, every
 * order that keeps returns before later calls. For a handful of operations only. */
import type { History, Operation } from '../src/history/history.ts';
import type { Model } from '../src/model/model.ts';

export function isLinearizable<S>(history: History, model: Model<S>): boolean {
  return canOrder(
    history.operations().filter(({ type }) => type !== 'fail'),
    model,
    model.init,
  );
}

/** Some operation that no other precedes comes first; done when only operations in doubt are left. */
function canOrder<S>(left: readonly Operation[], model: Model<S>, state: S): boolean {
  if (left.every(({ type }) => type === 'info')) return true;
  return left.some(op => {
    if (left.some(other => endOf(other) < op.index)) return false;
    const next = model.step(state, op);
    if (next === undefined) return false;
    return canOrder(
      left.filter(other => other !== op),
      model,
      next,
    );
  });
}

function endOf({ type, completionIndex }: Operation): number {
  return type === 'ok' && completionIndex !== undefined
    ? completionIndex
    : Number.POSITIVE_INFINITY;
}
