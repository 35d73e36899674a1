/** Decides whether a history of enqueues and dequeues, every value enqueued once, is that of a
 *  linearizable queue of priorities, in O(n log n) for each priority. Besides the `phantom`, `duplicate`,
 *  `queue-order` (within a priority) and `false-empty` of checker.ts it finds:
 *    priority-order  a value was taken though at every moment of that dequeue a more urgent one was there
 *  From the most urgent priority on, each value counts as taken at the first moment of its dequeue at
 *  which it can have been: so the less urgent see as little in their way as there can have been. */

import { endOf } from '../../src/checker/linearizable/interval.ts';
import {
  duplicates,
  falseEmpties,
  operationsOf,
  overtaken,
  phantoms,
  type QueueFinding,
} from '../../src/checker/linearizable/queue/findings.ts';
import {
  chain,
  type Presence,
  presenceAt,
  presencesOf,
} from '../../src/checker/linearizable/queue/presence.ts';
import { placeOf } from '../../src/checker/words.ts';
import type { Checker } from '../../src/contract.ts';
import type { Operation } from '../../src/history/history.ts';
import { queueVerdict } from './checker.ts';
import { type NumberItem, type NumberQueue, readQueue } from './items.ts';
import { priorityOf } from './priority-client.ts';

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

export const priorities: Checker = {
  name: 'priority queue',
  perKey: true,
  check: history => {
    const queues = history.keys().map(key => readQueue(history.ofKey(key)));
    return queueVerdict(queues, queues.flatMap(findingsOf));
  },
};

function findingsOf(queue: NumberQueue): readonly QueueFinding[] {
  const findings = [...phantoms(queue), ...duplicates(queue)];
  let moreUrgent: readonly NumberItem[] = [];
  for (const digit of DIGITS) {
    const same = queue.items.filter(({ value }) => priorityOf(value) === digit);
    const presences = presencesOf(moreUrgent);
    findings.push(...overtaken({ ...queue, items: same }));
    findings.push(...same.flatMap(item => overlooked(item, presences)));
    moreUrgent = [...moreUrgent, ...same.map(item => delayed(item, presences))];
  }
  return [...findings, ...falseEmpties({ ...queue, items: moreUrgent })];
}

/** Finds more urgent values that were in the queue at every moment of the item's dequeue. */
function overlooked(item: NumberItem, presences: readonly Presence[]): readonly QueueFinding[] {
  return item.takes.slice(0, 1).flatMap(take => {
    const from = earliest(item, take);
    const presence = presenceAt(presences, from);
    if (presence === undefined || presence.until <= endOf(take)) return [];
    const links = chain(presence, take, from);
    const values = links.map(({ value }) => value).join(', then ');
    return {
      type: 'priority-order',
      seen: `value ${item.value} was dequeued by process ${take.process} ${placeOf(take)}, while ${values}, more urgent, was in the queue`,
      operations: [take, ...operationsOf(links)],
    };
  });
}

/** Returns the item, gone no sooner than it can have been taken. */
function delayed(item: NumberItem, presences: readonly Presence[]): NumberItem {
  const [take] = item.takes;
  if (take === undefined) return item;
  const from = earliest(item, take);
  const until = presenceAt(presences, from)?.until ?? from;
  return { ...item, goneAt: Math.min(until, endOf(take)) };
}

/** Returns the first moment at which the item can have been taken, were nothing in the way. */
function earliest({ enqueue }: NumberItem, take: Operation): number {
  return Math.max(take.index, enqueue.index);
}
