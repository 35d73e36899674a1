/** What is wrong with a first-in first-out queue into which each value is enqueued once. A history without lost
 * operations is linearizable if and only if nothing is found:
 *   phantom      a value was dequeued that was never enqueued, or only afterwards
 *   duplicate    a value was dequeued twice
 *   queue-order  a value was dequeued before any dequeue can have taken one that was enqueued before it
 *   false-empty  a dequeue found nothing though at every moment of it some value was in the queue
 * Sources: Henzinger, Sezgin and Vafeiadis, CONCUR 2013; Abdulla et al., arXiv 2509.17795. */
import type { Operation } from '../../../history/history.ts';
import { lowerBound } from '../../../lower-bound.ts';
import { listOf, placeOf, seconds } from '../../words.ts';
import { endOf } from '../interval.ts';
import { json } from '../words.ts';
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
      seen: `value ${json(take.output)} was dequeued ${takenText(take)} and was never enqueued`,
      operations: [take],
    })),
    ...early.map(({ take, enqueue }) => ({
      type: 'phantom' as const,
      seen: `value ${json(take.output)} was dequeued ${takenText(take)}, before its enqueue was invoked at ${seconds(enqueue.callNs)}`,
      operations: [take, enqueue],
    })),
  ];
}

export function duplicates({ items }: Queue): readonly QueueFinding[] {
  return items
    .filter(({ takes }) => takes.length > 1)
    .map(({ takes }) => ({
      type: 'duplicate',
      seen: `value ${json(takes[0]?.output)} was dequeued ${takes.length} times: ${listOf(takes.map(takenText))}`,
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
      `value ${later.value} was dequeued ${takenText(take)}, before value ${earlier.value} ` +
      `(${stillIn(earlier)}), which had been enqueued earlier: ${enqueuedText(earlier)}, the other ${enqueuedText(later)}`,
    operations: [earlier.enqueue, later.enqueue, ...earlier.takes, take],
  };
}

function stillIn({ takes: [take], goneAt }: QueueItem): string {
  if (take !== undefined) return `dequeued ${takenText(take)}`;
  return goneAt === Number.POSITIVE_INFINITY
    ? 'which no dequeue can have taken'
    : 'which no dequeue can have taken by then';
}

/** `by process 3 on n1 at 0.495 s` */
function takenText(take: Operation): string {
  return `by process ${take.process} ${placeOf(take)}`;
}

/** `from 0.101 to 0.105 s` */
function enqueuedText({ enqueue: { callNs, returnNs, type } }: QueueItem): string {
  const end = type === 'ok' ? `to ${seconds(returnNs)}` : 'and not answered';
  return `from ${(callNs / 1e9).toFixed(3)} ${end}`;
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
      seen: `process ${op.process} found the queue empty ${placeOf(op)}, but ${links.map(({ value }) => `value ${value}`).join(', then ')} was in it`,
      operations: [op, ...operationsOf(links)],
    };
  });
}

/** Returns the enqueues and dequeues of items. */
export function operationsOf(items: readonly QueueItem[]): readonly Operation[] {
  return items.flatMap(({ enqueue, takes }) => [enqueue, ...takes]);
}
