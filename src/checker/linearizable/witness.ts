/** The server's order as a witness: zxids say in which order everything took effect. Where that order explains
 * what clients saw, there is nothing to search for; where it does not, another one may. */
import type { Operation } from '../../history/history.ts';
import type { Model } from '../../model/model.ts';

/** Whether the operations that returned, one after the other by their zxids, are what a model does that does
 * nothing of what never returned, each between its call and its return. */
export function isWitnessed<S>(operations: readonly Operation[], model: Model<S>): boolean {
  const done = operations.filter(({ type }) => type === 'ok');
  if (done.length === 0 || done.some(({ zxid }) => zxid === undefined)) return false;
  let state: S | undefined = model.init;
  let lastCall = 0;
  for (const op of done.sort((a, b) => byZxid(a, b, model))) {
    if ((op.completionIndex ?? Number.POSITIVE_INFINITY) < lastCall) return false;
    lastCall = Math.max(lastCall, op.index);
    state = model.step(state, op);
    if (state === undefined) return false;
  }
  return true;
}

/** A read tells the zxid of the last write that it saw. */
function byZxid<S>(a: Operation, b: Operation, model: Model<S>): number {
  const [one = 0n, other = 0n] = [a.zxid, b.zxid];
  if (one !== other) return one < other ? -1 : 1;
  const reads = (op: Operation): number => Number(model.isRead?.(op) ?? false);
  return reads(a) - reads(b) || a.index - b.index;
}
