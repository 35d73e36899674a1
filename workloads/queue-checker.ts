/** Decides whether a history of enqueues and dequeues, every value enqueued once, is that of a
 *  linearizable first-in first-out queue, in O(n log n). It is wrong if one of these is found, and,
 *  where nothing is in doubt, only if (Henzinger, Sezgin, Vafeiadis, CONCUR 2013):
 *    phantom    a value was taken that was not there: never enqueued, or only afterwards
 *    duplicate  a value was taken twice
 *    order      y was enqueued after x, and taken before anybody can have taken x
 *    empty      nothing was found though at every moment something was there
 *  A value that a dequeue in doubt may have taken may be gone from the call of that dequeue on; where
 *  the dequeue does not say which, that is every value. What was enqueued in doubt counts as there
 *  only once it was taken. */
import type { Anomaly, Checker, Verdict } from '../src/contract.ts';
import type { History, Operation } from '../src/history/history.ts';
import { type Item, type Items, itemsOf } from './queue-items.ts';

/** Anomalies reported. */
const MOST_ANOMALIES = 10;

export const fifo: Checker = { name: 'fifo queue', perKey: true, check };

function check(history: History): Verdict {
  const found = history.keys().map(key => itemsOf(history.ofKey(key)));
  const [first, ...rest] = found.flatMap(anomaliesOf);
  const count = (of: (items: Items) => number): number =>
    found.reduce((sum, items) => sum + of(items), 0);
  const counts = {
    enqueued: count(({ items }) => items.filter(({ thereNs }) => Number.isFinite(thereNs)).length),
    dequeued: count(({ items }) => items.filter(({ takes }) => takes.length > 0).length),
    'found empty': count(({ empty }) => empty.length),
  };
  if (first !== undefined) {
    const anomalies = [first, ...rest.slice(0, MOST_ANOMALIES - 1)] as const;
    return { valid: false, anomalies, counts };
  }
  if (counts.dequeued === 0) return { valid: 'unknown', why: 'nothing was dequeued', counts };
  return { valid: true, counts };
}

function anomaliesOf(items: Items): readonly Anomaly[] {
  return [...phantoms(items), ...duplicates(items), ...disorders(items), ...lies(items)];
}

function phantoms({ items, unknown }: Items): Anomaly[] {
  const early = items.flatMap(({ enqueue, takes }) =>
    takes.filter(take => take.returnNs < enqueue.callNs),
  );
  return [...unknown, ...early].map(take => ({
    type: 'phantom',
    promised: 'what is taken was enqueued before',
    seen: `${takeText(take)}, which nobody had tried to enqueue, or in vain`,
    operations: indicesOf(take),
  }));
}

function duplicates({ items }: Items): Anomaly[] {
  return items
    .filter(({ takes }) => takes.length > 1)
    .map(({ takes }) => ({
      type: 'duplicate',
      promised: 'every value is taken once at most',
      seen: takes.map(takeText).join(' and '),
      operations: takes.flatMap(indicesOf).sort((a, b) => a - b),
    }));
}

/** For each value taken: among the values that were there before it was enqueued, one that nobody can
 *  have taken by then. */
function disorders({ items }: Items): Anomaly[] {
  const byThere = items.toSorted((a, b) => a.thereNs - b.thereNs);
  const latest: Item[] = [];
  for (const item of byThere) {
    const before = latest.at(-1);
    latest.push(before !== undefined && before.goneNs >= item.goneNs ? before : item);
  }
  const theresNs = byThere.map(item => item.thereNs);
  return items.flatMap(later => {
    const [take] = later.takes;
    const earlier = latest[countBefore(later.enqueue.callNs, theresNs) - 1];
    if (take === undefined || earlier === undefined || take.returnNs >= earlier.goneNs) return [];
    return [disorder(earlier, later, take)];
  });
}

function disorder(earlier: Item, later: Item, take: Operation): Anomaly {
  const ops = [earlier.enqueue, later.enqueue, take, ...earlier.takes];
  const fate =
    earlier.takes.length > 0 ? 'was taken only afterwards' : 'can have been taken by nobody';
  return {
    type: 'order',
    promised: 'values are taken in the order in which they were enqueued',
    seen: `${takeText(take)}, though ${earlier.value} was enqueued before it and ${fate}`,
    operations: ops.flatMap(indicesOf).sort((a, b) => a - b),
  };
}

/** Empty answers during which, without a gap, one value after the other was there. */
function lies({ items, empty }: Items): Anomaly[] {
  const byThere = items
    .filter(({ thereNs, goneNs }) => thereNs < goneNs)
    .toSorted((a, b) => a.thereNs - b.thereNs);
  const presences = presencesOf(byThere);
  const fromsNs = presences.map(presence => presence.fromNs);
  return empty.flatMap(op => {
    const presence = presences[countBefore(op.callNs, fromsNs) - 1];
    if (presence === undefined || presence.untilNs <= op.returnNs) return [];
    return [lie(op, chain(presence.items, op))];
  });
}

/** A time, without its ends, in which something was there at every moment. */
interface Presence {
  readonly fromNs: number;
  readonly untilNs: number;
  readonly items: readonly Item[];
}

function presencesOf(byThere: readonly Item[]): readonly Presence[] {
  const presences: { fromNs: number; untilNs: number; items: Item[] }[] = [];
  for (const item of byThere) {
    const last = presences.at(-1);
    if (last === undefined || item.thereNs >= last.untilNs) {
      presences.push({ fromNs: item.thereNs, untilNs: item.goneNs, items: [item] });
      continue;
    }
    last.untilNs = Math.max(last.untilNs, item.goneNs);
    last.items.push(item);
  }
  return presences;
}

/** As few of the items as cover the operation's time. */
function chain(items: readonly Item[], { callNs, returnNs }: Operation): readonly Item[] {
  const links: Item[] = [];
  let atNs = callNs;
  while (atNs <= returnNs) {
    const reaching = items.filter(({ thereNs, goneNs }) => thereNs < atNs && goneNs > atNs);
    const [furthest] = reaching.sort((a, b) => b.goneNs - a.goneNs);
    if (furthest === undefined) break;
    links.push(furthest);
    atNs = furthest.goneNs;
  }
  return links;
}

function lie(op: Operation, links: readonly Item[]): Anomaly {
  const values = links.map(({ value }) => value).join(', then ');
  const ops = [op, ...links.flatMap(({ enqueue, takes }) => [enqueue, ...takes])];
  return {
    type: 'empty',
    promised: 'a dequeue finds nothing only when nothing is there',
    seen: `process ${op.process} found nothing (op ${op.index}) while ${values} was there`,
    operations: ops.flatMap(indicesOf).sort((a, b) => a - b),
  };
}

/** How many of the times, in ascending order, are before `timeNs`. */
function countBefore(timeNs: number, ascending: readonly number[]): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? timeNs) < timeNs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function takeText({ process, output, index }: Operation): string {
  return `process ${process} took ${String(output)} (op ${index})`;
}

function indicesOf({ index, completionIndex }: Operation): number[] {
  return completionIndex === undefined ? [index] : [index, completionIndex];
}
