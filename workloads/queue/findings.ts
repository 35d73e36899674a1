/** What is wrong with single values of a queue, or with two of them, whatever the others do. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { indicesOf } from '../../src/checker/finding.ts';

import type { Operation } from '../../src/history/history.ts';
import type { Item, Items } from './items.ts';
import { chain, countBefore, presencesOf } from './presence.ts';

/** Values taken that were not there. */
export function phantoms({ items, unknown }: Items): KnownAnomaly[] {
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

/** Values taken twice. */
export function duplicates({ items }: Items): KnownAnomaly[] {
  return items
    .filter(({ takes }) => takes.length > 1)
    .map(({ takes }) => ({
      type: 'duplicate',
      promised: 'every value is taken once at most',
      seen: takes.map(takeText).join(' and '),
      operations: indicesOf(...takes),
    }));
}

/** For each value taken: among the values that were there before it was enqueued, one that nobody can
 *  have taken by then. */
export function disorders({ items }: Items): KnownAnomaly[] {
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

function disorder(earlier: Item, later: Item, take: Operation): KnownAnomaly {
  const ops = [earlier.enqueue, later.enqueue, take, ...earlier.takes];
  const fate =
    earlier.takes.length > 0 ? 'was taken only afterwards' : 'can have been taken by nobody';
  return {
    type: 'queue-order',
    promised: 'values are taken in the order in which they were enqueued',
    seen: `${takeText(take)}, though ${earlier.value} was enqueued before it and ${fate}`,
    operations: indicesOf(...ops),
  };
}

/** Empty answers during which, without a gap, one value after the other was there. */
export function lies({ items, empty }: Items): KnownAnomaly[] {
  const presences = presencesOf(items);
  const fromsNs = presences.map(presence => presence.fromNs);
  return empty.flatMap(op => {
    const presence = presences[countBefore(op.callNs, fromsNs) - 1];
    if (presence === undefined || presence.untilNs <= op.returnNs) return [];
    return [lie(op, chain(presence.items, op))];
  });
}

function lie(op: Operation, links: readonly Item[]): KnownAnomaly {
  const values = links.map(({ value }) => value).join(', then ');
  const ops = [op, ...links.flatMap(({ enqueue, takes }) => [enqueue, ...takes])];
  return {
    type: 'false-empty',
    promised: 'a dequeue finds nothing only when nothing is there',
    seen: `process ${op.process} found nothing (op ${op.index}) while ${values} was there`,
    operations: indicesOf(...ops),
  };
}

/** Who took what. */
export function takeText({ process, output, index }: Operation): string {
  return `process ${process} took ${String(output)} (op ${index})`;
}
