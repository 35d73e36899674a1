/** Decides whether a history of enqueues and dequeues, every value enqueued once, is that of a
 *  linearizable queue of priorities, in O(n log n) for each priority. Besides the `phantom`, `duplicate`,
 *  `queue-order` (within a priority) and `false-empty` of checker.ts it finds:
 *    priority-order  a value was taken though at every moment of that dequeue a more urgent one was there
 *  From the most urgent priority on, each value counts as taken at the first moment of its dequeue at
 *  which it can have been: so the less urgent see as little in their way as there can have been. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { indicesOf } from '../../src/checker/finding.ts';
import type { Checker } from '../../src/contract.ts';
import type { Operation } from '../../src/history/history.ts';
import { queueVerdict } from './checker.ts';
import { disorders, duplicates, lies, phantoms, takeText } from './findings.ts';
import { type Item, type Items, itemsOf } from './items.ts';
import { chain, countBefore, type Presence, presencesOf } from './presence.ts';
import { priorityOf } from './priority-client.ts';

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

export const priorities: Checker = {
  name: 'priority queue',
  perKey: true,
  check: history => {
    const found = history.keys().map(key => itemsOf(history.ofKey(key)));
    return queueVerdict(found, found.flatMap(anomaliesOf));
  },
};

function anomaliesOf(items: Items): readonly KnownAnomaly[] {
  const anomalies: KnownAnomaly[] = [...phantoms(items), ...duplicates(items)];
  let moreUrgent: readonly Item[] = [];
  for (const digit of DIGITS) {
    const same = items.items.filter(({ value }) => priorityOf(value) === digit);
    const way = inTheWay(presencesOf(moreUrgent));
    anomalies.push(...disorders({ ...items, items: same }), ...same.flatMap(way.overlooked));
    moreUrgent = [...moreUrgent, ...same.map(way.delayed)];
  }
  return [...anomalies, ...lies({ ...items, items: moreUrgent })];
}

interface Way {
  /** What is wrong with the item's dequeue. */
  readonly overlooked: (item: Item) => readonly KnownAnomaly[];
  /** The item, gone no sooner than it can have been taken. */
  readonly delayed: (item: Item) => Item;
}

function inTheWay(presences: readonly Presence[]): Way {
  const fromsNs = presences.map(({ fromNs }) => fromNs);
  const during = (timeNs: number): Presence | undefined => {
    const presence = presences[countBefore(timeNs, fromsNs) - 1];
    return presence !== undefined && presence.untilNs > timeNs ? presence : undefined;
  };
  return {
    overlooked: item =>
      item.takes.slice(0, 1).flatMap(take => {
        const fromNs = earliestNs(item, take);
        const presence = during(fromNs);
        if (presence === undefined || presence.untilNs <= take.returnNs) return [];
        return [priority(take, chain(presence.items, { ...take, callNs: fromNs }))];
      }),
    delayed: item => {
      const [take] = item.takes;
      if (take === undefined) return item;
      const fromNs = earliestNs(item, take);
      const untilNs = during(fromNs)?.untilNs ?? fromNs;
      return { ...item, goneNs: Math.min(untilNs, take.returnNs) };
    },
  };
}

/** The first moment at which it can have been taken, were nothing in the way. */
function earliestNs({ enqueue }: Item, take: Operation): number {
  return Math.max(take.callNs, enqueue.callNs);
}

function priority(take: Operation, links: readonly Item[]): KnownAnomaly {
  const values = links.map(({ value }) => value).join(', then ');
  const ops = [take, ...links.flatMap(({ enqueue, takes }) => [enqueue, ...takes])];
  return {
    type: 'priority-order',
    promised: 'the most urgent value is taken first',
    seen: `${takeText(take)} while ${values} was there, which is more urgent`,
    operations: indicesOf(...ops),
  };
}
