/** What is wrong with a first-in first-out queue into which each value is enqueued once. A history without lost
 * operations is linearizable if and only if nothing is found:
 *   phantom      a value was dequeued that was never enqueued, or only afterwards
 *   duplicate    a value was dequeued twice
 *   queue-order  a value was dequeued before any dequeue can have taken one that was enqueued before it
 *   false-empty  a dequeue found nothing though at every moment of it some value was in the queue
 * Sources: Henzinger, Sezgin and Vafeiadis, CONCUR 2013; Abdulla et al., arXiv 2509.17795. */
import type { Operation } from '../../../history/history.ts';
import { lowerBound } from '../../../lower-bound.ts';
import { endOf } from '../interval.ts';
import { operationText } from '../words.ts';
import type { Queue, QueueItem } from './items.ts';
import { chain, presenceAt, presencesOf } from './presence.ts';

export interface QueueFinding {
  readonly type: 'phantom' | 'duplicate' | 'queue-order' | 'priority-order' | 'false-empty';
  readonly seen: string;
  readonly operations: readonly Operation[];
}

/** Finds all that is wrong, in O(n log n). */
export function queueFindings(queue: Queue): readonly QueueFinding[] {
  return [...phantoms(queue), ...duplicates(queue), ...overtaken(queue), ...falseEmpties(queue)];
}

export function phantoms({ items, unknown }: Queue): readonly QueueFinding[] {
  const early = items.flatMap(({ enqueue, takes }) =>
    takes.filter(take => endOf(take) < enqueue.index).map(take => ({ take, enqueue })),
  );
  return [
    ...unknown.map(take => ({
      type: 'phantom' as const,
      seen: `${operationText(take)} took a value that was never enqueued`,
      operations: [take],
    })),
    ...early.map(({ take, enqueue }) => ({
      type: 'phantom' as const,
      seen: `${operationText(take)} returned before ${operationText(enqueue)} was invoked`,
      operations: [take, enqueue],
    })),
  ];
}

export function duplicates({ items }: Queue): readonly QueueFinding[] {
  return items
    .filter(({ takes }) => takes.length > 1)
    .map(({ takes }) => ({
      type: 'duplicate',
      seen: `${takes.map(operationText).join(' and ')} took the same value`,
      operations: takes,
    }));
}

/** Holds against each dequeued value the one that leaves last of those that were in the queue before it. */
export function overtaken({ items }: Queue): readonly QueueFinding[] {
  const byThere = items.toSorted((a, b) => order(a.thereAt, b.thereAt));
  const latest: QueueItem[] = [];
  for (const item of byThere) {
    const before = latest.at(-1);
    latest.push(before !== undefined && before.goneAt >= item.goneAt ? before : item);
  }
  return items.flatMap(later => {
    const [take] = later.takes;
    if (take === undefined) return [];
    const earlier =
      latest[lowerBound(byThere, ({ thereAt }) => thereAt >= later.enqueue.index) - 1];
    return earlier === undefined || endOf(take) >= earlier.goneAt
      ? []
      : [overtaking(earlier, later, take)];
  });
}

/** Compares moments, of which both may be Infinity. */
function order(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function overtaking(earlier: QueueItem, later: QueueItem, take: Operation): QueueFinding {
  return {
    type: 'queue-order',
    seen:
      `${operationText(earlier.enqueue)} returned before ${operationText(later.enqueue)} was invoked, but ` +
      `${operationText(take)} returned ${stillIn(earlier)}`,
    operations: [earlier.enqueue, later.enqueue, ...earlier.takes, take],
  };
}

function stillIn({ takes: [take], goneAt }: QueueItem): string {
  if (take !== undefined) return `before ${operationText(take)} was invoked`;
  if (goneAt === Number.POSITIVE_INFINITY)
    return 'while no dequeue is left that can have taken the first';
  return 'before any dequeue was invoked that is left to have taken the first';
}

export function falseEmpties({ items, empty }: Queue): readonly QueueFinding[] {
  if (empty.length === 0) return [];
  const presences = presencesOf(items);
  return empty.flatMap(op => {
    const presence = presenceAt(presences, op.index);
    if (presence === undefined || presence.until <= endOf(op)) return [];
    const links = chain(presence, op);
    return {
      type: 'false-empty',
      seen: `${operationText(op)} found the queue empty, but ${links.map(({ value }) => value).join(', then ')} was in it`,
      operations: [op, ...operationsOf(links)],
    };
  });
}

/** Returns the enqueues and dequeues of items. */
export function operationsOf(items: readonly QueueItem[]): readonly Operation[] {
  return items.flatMap(({ enqueue, takes }) => [enqueue, ...takes]);
}
