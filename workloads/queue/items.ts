/** Reads the queue of a history, in which every value is a number and is enqueued once. */
import {
  byValue,
  type Queue,
  type QueueItem,
  queueOf,
} from '../../src/checker/linearizable/queue/items.ts';
import type { History, Operation } from '../../src/history/history.ts';

export type NumberQueue = Queue<number>;
export type NumberItem = QueueItem<number>;

/** Returns what became of each value. A lost dequeue that names a value may have taken that one; one that names none,
 *  any value. @throws TypeError when a value was enqueued twice, or is no number. */
export function readQueue(history: History): NumberQueue {
  const happened = history.operations().filter(({ type }) => type !== 'fail');
  const sorted = byValue(happened, numberOf);
  if (sorted.repeated !== undefined)
    throw new TypeError(
      `queue: expected every value to be enqueued once, found ${sorted.repeated.input} twice (op ${sorted.repeated.index})`,
    );
  const ofAny = sorted.lost.find(({ output }) => typeof output !== 'number');
  const anyAt = ofAny?.index ?? Number.POSITIVE_INFINITY;
  const named = new Map(sorted.lost.toReversed().map(({ output, index }) => [output, index]));
  return queueOf(sorted, value => Math.min(named.get(value) ?? anyAt, anyAt));
}

function numberOf(value: unknown, { f, index }: Operation): number {
  if (typeof value === 'number') return value;
  throw new TypeError(
    `queue: expected a number, found ${JSON.stringify(value)} (op ${index}, ${f})`,
  );
}
