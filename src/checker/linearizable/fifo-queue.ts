/** A queue, first in first out, into which each value is enqueued once.
 *
 * A value has an enqueue and perhaps a dequeue. The history is linearizable if and only if
 * - every value dequeued was enqueued, by a call before that return, and is dequeued once;
 * - where a is enqueued before b, b is not dequeued before a, nor while a never is;
 * - every dequeue that found the queue empty overlaps a moment at which no value surely is in it: one
 *   that is enqueued before and dequeued after that moment
 * (Henzinger, Sezgin & Vafeiadis, CONCUR 2013; Abdulla et al., arXiv 2509.17795).
 *
 * An enqueue that never returned counts where its value was dequeued. The dequeues that never returned took,
 * in the order of their calls, the values left over, in the order in which their enqueues returned. If any
 * choice explains the history, this one does: at each moment it leaves the fewest values in, and it lets
 * those leave first of which the others can be overtaken last. */

import type { Operation } from '../../history/history.ts';
import { lowerBound } from '../../lower-bound.ts';
import { canonical } from '../../model/canonical.ts';
import { endOf } from './interval.ts';
import { type Special, violation } from './special-result.ts';
import { operationText } from './words.ts';

/** A value that was in the queue. */
interface Item {
  readonly enqueue: Operation;
  dequeue?: Operation;
  /** When its dequeue, or one that never returned and may have taken it, is invoked; else Infinity. */
  leaves: number;
}

const NEVER = Number.POSITIVE_INFINITY;

/** Undefined when a value is enqueued twice. */
export function decideFifoQueue(operations: readonly Operation[]): Special | undefined {
  const items = itemsOf(operations);
  if (!items) return undefined;
  const lost: Operation[] = [];
  const empty: Operation[] = [];
  for (const op of operations) {
    if (op.f !== 'dequeue') continue;
    if (op.type !== 'ok') lost.push(op);
    else if (op.output === null) empty.push(op);
    else {
      const violation = take(items, op);
      if (violation) return violation;
    }
  }
  const counted = [...items.values()].filter(
    ({ enqueue, dequeue }) => dequeue || enqueue.type === 'ok',
  );
  giveLeftOver(counted, lost);
  return verifyOrder(counted) ?? verifyEmpty(counted, empty) ?? { kind: 'linearizable' };
}

function itemsOf(operations: readonly Operation[]): Map<string | number, Item> | undefined {
  const items = new Map<string | number, Item>();
  for (const op of operations) {
    if (op.f === 'dequeue') continue;
    const key = canonical(op.input);
    if (op.f !== 'enqueue' || op.input === null || items.has(key)) return undefined;
    items.set(key, { enqueue: op, leaves: NEVER });
  }
  return items;
}

function take(items: Map<string | number, Item>, dequeue: Operation): Special | undefined {
  const item = items.get(canonical(dequeue.output));
  if (!item)
    return violation([dequeue], `${operationText(dequeue)} took a value that nobody enqueued`);
  if (item.dequeue)
    return violation(
      [item.dequeue, dequeue],
      `${operationText(dequeue)} took what ${operationText(item.dequeue)} also took`,
    );
  if (endOf(dequeue) < item.enqueue.index)
    return violation(
      [dequeue, item.enqueue],
      `${operationText(dequeue)} returned before ${operationText(item.enqueue)} was invoked`,
    );
  item.dequeue = dequeue;
  item.leaves = dequeue.index;
  return undefined;
}

/** To the dequeues that never returned, in the order of their calls. */
function giveLeftOver(items: readonly Item[], lost: readonly Operation[]): void {
  const left = items.filter(({ dequeue }) => !dequeue).sort(byEnqueueEnd);
  for (const [at, item] of left.entries()) item.leaves = lost[at]?.index ?? NEVER;
}

/** In order of time, the last to leave of the items that were in before each item's enqueue began. */
function verifyOrder(items: readonly Item[]): Special | undefined {
  const byEnd = items.filter(({ enqueue }) => endOf(enqueue) < NEVER).sort(byEnqueueEnd);
  let last: Item | undefined;
  let next = 0;
  for (const item of [...items].sort((a, b) => a.enqueue.index - b.enqueue.index)) {
    for (let before = byEnd[next]; before && endOf(before.enqueue) < item.enqueue.index; ) {
      if (!last || before.leaves > last.leaves) last = before;
      before = byEnd[++next];
    }
    if (last && item.dequeue && endOf(item.dequeue) < last.leaves) return overtaken(last, item);
  }
  return undefined;
}

function overtaken(first: Item, second: Item): Special {
  const operations = [first.enqueue, second.enqueue, first.dequeue, second.dequeue];
  const taken = second.dequeue ? operationText(second.dequeue) : '';
  return violation(
    operations.flatMap(op => (op ? [op] : [])),
    `${operationText(first.enqueue)} returned before ${operationText(second.enqueue)} was invoked, but ` +
      `${taken} returned ${stillIn(first)}`,
  );
}

function stillIn({ dequeue, leaves }: Item): string {
  if (dequeue) return `before ${operationText(dequeue)} was invoked`;
  if (leaves === NEVER) return 'while no dequeue is left that can have taken the first';
  return 'before any dequeue was invoked that is left to have taken the first';
}

/** Moments at which some item surely is in the queue, as merged stretches of time, against each dequeue
 * that found nothing. */
function verifyEmpty(items: readonly Item[], empty: readonly Operation[]): Special | undefined {
  if (empty.length === 0) return undefined;
  const stretches = stretchesOf(items);
  for (const op of empty) {
    const stretch = lastBefore(stretches, op.index);
    if (stretch && endOf(op) < stretch.end)
      return violation(
        [op, ...stretch.items.filter(item => overlaps(item, op)).flatMap(operationsOf)],
        `${operationText(op)} found the queue empty, but it never was between its call and its return`,
      );
  }
  return undefined;
}

interface Stretch {
  readonly start: number;
  end: number;
  readonly items: Item[];
}

function stretchesOf(items: readonly Item[]): Stretch[] {
  const present = items.filter(({ enqueue, leaves }) => endOf(enqueue) < leaves).sort(byEnqueueEnd);
  const stretches: Stretch[] = [];
  for (const item of present) {
    const last = stretches.at(-1);
    const start = endOf(item.enqueue);
    if (last && start < last.end) {
      last.end = Math.max(last.end, item.leaves);
      last.items.push(item);
    } else stretches.push({ start, end: item.leaves, items: [item] });
  }
  return stretches;
}

function overlaps({ enqueue, leaves }: Item, op: Operation): boolean {
  return endOf(enqueue) < endOf(op) && leaves > op.index;
}

function operationsOf({ enqueue, dequeue }: Item): Operation[] {
  return dequeue ? [enqueue, dequeue] : [enqueue];
}

function lastBefore(stretches: readonly Stretch[], moment: number): Stretch | undefined {
  return stretches[lowerBound(stretches, ({ start }) => start >= moment) - 1];
}

function byEnqueueEnd(a: Item, b: Item): number {
  return endOf(a.enqueue) - endOf(b.enqueue);
}
