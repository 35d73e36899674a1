/** A queue, first in first out. Where each value is enqueued once, queue/findings.ts says when its history is
 * linearizable; else queue/repeated.ts finds out.
 *
 * An enqueue that never returned counts where its value was dequeued. The dequeues that never returned took,
 * in the order of their calls, the values left over, in the order in which their enqueues returned. If any
 * choice explains the history, this one does: at each moment it leaves the fewest values in, and it lets
 * those leave first of which the others can be overtaken last. */
import type { Operation } from '../../history/history.ts';
import { canonical } from '../../model/canonical.ts';
import { endOf } from './interval.ts';
import { queueFindings } from './queue/findings.ts';
import { type ByValue, byValue, queueOf } from './queue/items.ts';
import { decideRepeated } from './queue/repeated.ts';
import { type Special, violation } from './special-result.ts';

type Value = string | number;

/** Undefined when null is enqueued, or when values are repeated and the order of too many operations is open. */
export function decideFifoQueue(operations: readonly Operation[]): Special | undefined {
  if (!operations.every(isOfQueue)) return undefined;
  const sorted = byValue(operations, canonical);
  if (sorted.repeated !== undefined) return decideRepeated(operations);
  const leaves = givenToLost(sorted);
  const queue = queueOf(sorted, value => leaves.get(value) ?? Number.POSITIVE_INFINITY);
  const [first] = queueFindings(queue);
  return first === undefined ? { kind: 'linearizable' } : violation(first.operations, first.seen);
}

function isOfQueue({ f, input }: Operation): boolean {
  return f === 'dequeue' || (f === 'enqueue' && input !== null);
}

/** Gives the values left over to the dequeues that never returned, in the order of their calls. */
function givenToLost({ enqueues, takes, lost }: ByValue<Value>): ReadonlyMap<Value, number> {
  const left = [...enqueues].filter(([value, { type }]) => type === 'ok' && !takes.has(value));
  left.sort(([, a], [, b]) => endOf(a) - endOf(b));
  return new Map(
    lost.slice(0, left.length).flatMap(({ index }, at) => {
      const [value] = left[at] ?? [];
      return value === undefined ? [] : [[value, index] as const];
    }),
  );
}
