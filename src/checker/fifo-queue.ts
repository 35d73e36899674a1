/** A queue, first in first out, into which each value is enqueued once.
 *
 * A value has an enqueue and perhaps a dequeue. The history is linearizable if and only if
 * - every value dequeued was enqueued, by a call before that return, and is dequeued once;
 * - where a is enqueued before b, b is not dequeued before a, nor while a never is;
 * - every dequeue that found the queue empty overlaps a moment at which no value surely is in it: one
 *   that is enqueued before and dequeued after that moment
 * (Henzinger, Sezgin & Vafeiadis, CONCUR 2013; Abdulla et al., arXiv 2509.17795).
 *
 * An enqueue that never returned counts where its value was dequeued. A dequeue that never returned may
 * have taken any value that is not dequeued otherwise: each such value has a deadline before which a
 * dequeue must have begun, and those that began first go to the values with the earliest deadlines. */
import type { Operation } from '../history/history.ts';
import { canonical } from '../model/canonical.ts';
import { endOf } from './interval.ts';
import { type Special, violation } from './special-result.ts';
import { operationText } from './words.ts';

/** A value that was in the queue. */
interface Item {
  readonly enqueue: Operation;
  dequeue?: Operation;
  /** When its dequeue is invoked; Infinity while it has none. */
  leaves: number;
}

const NEVER = Number.POSITIVE_INFINITY;

/** Undefined when a value is enqueued twice, or it depends on which value a lost dequeue took. */
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
  if (lost.length === 0) return verify(counted, empty) ?? { kind: 'linearizable' };
  return decideWithLost(counted, empty, lost);
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

/** The conditions on order and emptiness. */
function verify(items: readonly Item[], empty: readonly Operation[]): Special | undefined {
  return verifyOrder(items) ?? verifyEmpty(items, empty);
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
      `${taken} returned ${first.dequeue ? `before ${operationText(first.dequeue)} was invoked` : 'while the first was never taken'}`,
  );
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
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.start ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return stretches[low - 1];
}

/** Whatever is wrong even if every item left over had been gone at once is wrong; whatever is right when
 * the lost dequeues are given to the items that need them first is right. */
function decideWithLost(
  items: readonly Item[],
  empty: readonly Operation[],
  lost: readonly Operation[],
): Special | undefined {
  const left = items.filter(({ dequeue }) => !dequeue);
  const taken = items.filter(({ dequeue }) => dequeue);
  const certain = verify(taken, empty);
  if (certain) return certain;
  const deadlines = deadlinesOf(left, taken, empty);
  const urgent = left
    .map((item, at) => ({ item, deadline: deadlines[at] ?? NEVER }))
    .sort((a, b) => a.deadline - b.deadline);
  for (const [at, { item, deadline }] of urgent.entries()) {
    const dequeue = lost[at];
    if (dequeue && dequeue.index < deadline) item.leaves = dequeue.index;
    else if (deadline < NEVER) return tooFew(item, at);
  }
  return verify(items, empty) ? undefined : { kind: 'linearizable' };
}

/** Before when each item must have begun to leave: the first return of a dequeue that took a later item,
 * or that found the queue empty, while the item was in. */
function deadlinesOf(
  left: readonly Item[],
  taken: readonly Item[],
  empty: readonly Operation[],
): number[] {
  const witnesses = [
    ...taken.map(
      ({ enqueue, dequeue }) => [enqueue.index, dequeue ? endOf(dequeue) : NEVER] as const,
    ),
    ...empty.map(op => [op.index, endOf(op)] as const),
  ].sort((a, b) => b[0] - a[0]);
  const deadlines = new Array<number>(left.length).fill(NEVER);
  const latestFirst = left
    .map(({ enqueue }, at) => ({ end: endOf(enqueue), at }))
    .sort((a, b) => b.end - a.end);
  let [next, first] = [0, NEVER];
  for (const { end, at } of latestFirst) {
    for (let seen = witnesses[next]; seen && seen[0] > end; seen = witnesses[++next])
      first = Math.min(first, seen[1]);
    deadlines[at] = first;
  }
  return deadlines;
}

function tooFew(item: Item, dequeues: number): Special {
  return violation(
    [item.enqueue],
    `${operationText(item.enqueue)} was overtaken or gone unseen, and no dequeue that never returned is left ` +
      `to have taken it: ${dequeues} before it needed one too`,
  );
}

function byEnqueueEnd(a: Item, b: Item): number {
  return endOf(a.enqueue) - endOf(b.enqueue);
}
