/** A first-in first-out queue into which a value is enqueued more than once.
 *
 * Dequeues are taken one after the other, and with each an enqueue of its value: in which order enqueues overlap is left
 * open until dequeues show it. What can follow depends on what was taken, not on the order, except for how late that
 * ended. So an order ends as early as it can: an enqueue after those taken before it; a dequeue after those before it
 * and its enqueue; after a dequeue that found nothing come all enqueues that are left. Nothing that is left may have
 * returned by then.
 *
 * Where operations are alike, the one with the earlier call and return comes first: exchanged they explain as much. For
 * the same reason lost operations come in the order of their calls. */
import type { Operation } from '../../../history/history.ts';
import { canonical } from '../../../model/canonical.ts';
import { type Special, violation } from '../special-result.ts';
import { oneOf, operationText } from '../words.ts';
import { Backlog, NONE_TAKEN, type Taken, type Value } from './backlog.ts';

/** Orders kept side by side, and in all, before it gives up. */
const MOST_BESIDE = 10_000;
const MOST_IN_ALL = 1_000_000;

const NOTHING = canonical(null);

/** What an order has taken, and how late its last enqueue and dequeue are. */
interface Order {
  readonly enqueues: Taken;
  readonly dequeues: Taken;
  /** The values of enqueues that never returned, sorted. */
  readonly ghosts: readonly Value[];
  /** How many dequeues that never returned. */
  readonly lost: number;
  readonly enqueuedAt: number;
  readonly dequeuedAt: number;
}

/** Lost dequeues that an order may take beyond the fewest with which one has come as far: few explain most histories,
 * and all prove violations. */
const EXTRA: readonly number[] = [0, 1, 3, Number.POSITIVE_INFINITY];

/** Undefined where it would take too much. `operations` are in the order of their calls. */
export function decideRepeated(operations: readonly Operation[]): Special | undefined {
  const search = new RepeatedQueue(operations);
  const extras = search.hasLost ? EXTRA : EXTRA.slice(-1);
  let found: Special | undefined;
  for (const extra of extras) {
    found = search.run(extra);
    if (found?.kind !== 'violation') break;
  }
  return found;
}

class RepeatedQueue {
  readonly #enqueues: Backlog;
  readonly #dequeues: Backlog;
  /** When enqueues were called that never returned, by value. */
  readonly #ghosts = new Map<Value, number[]>();
  /** When dequeues were called that never returned. */
  readonly #lost: number[] = [];

  constructor(operations: readonly Operation[]) {
    const returned = operations.filter(({ type }) => type === 'ok');
    const of = (name: string): Operation[] => returned.filter(({ f }) => f === name);
    this.#enqueues = new Backlog(of('enqueue'), ({ input }) => canonical(input));
    this.#dequeues = new Backlog(of('dequeue'), ({ output }) => canonical(output));
    for (const { type, f, input, index } of operations) {
      if (type === 'ok') continue;
      const calls = f === 'dequeue' ? this.#lost : this.#ghostsOf(canonical(input));
      calls.push(index);
    }
  }

  get hasLost(): boolean {
    return this.#lost.length > 0;
  }

  #ghostsOf(value: Value): number[] {
    const known = this.#ghosts.get(value) ?? [];
    this.#ghosts.set(value, known);
    return known;
  }

  run(extra: number): Special | undefined {
    const start = { enqueues: NONE_TAKEN, dequeues: NONE_TAKEN, ghosts: [], lost: 0 };
    let orders: readonly Order[] = [{ ...start, enqueuedAt: -1, dequeuedAt: -1 }];
    for (let steps = 0, inAll = 0; inAll < MOST_IN_ALL; steps++, inAll += orders.length) {
      if (orders.some(({ dequeues }) => this.#dequeues.isDone(dequeues)))
        return { kind: 'linearizable' };
      const most = fewestLost(orders) + extra;
      const ready = this.#withLost(orders, most);
      if (ready.length > MOST_BESIDE) return undefined;
      const longer = earliestOf(ready.flatMap(order => this.#longer(order)));
      if (longer.length === 0) return this.#stuck(orders, steps);
      const mostKept = fewestLost(longer) + extra;
      orders = longer.filter(({ lost }) => lost <= mostKept);
    }
    return undefined;
  }

  /** Returns the orders, and those with more lost dequeues, `most` of them: they come right before another dequeue. */
  #withLost(orders: readonly Order[], most: number): readonly Order[] {
    const all = [...orders];
    for (let last = orders; last.length > 0 && all.length <= MOST_BESIDE; ) {
      last = earliestOf(
        last.filter(({ lost }) => lost < most).flatMap(order => this.#oneLost(order)),
      );
      all.push(...last);
    }
    return all;
  }

  /** Returns the orders with one more dequeue that returned. */
  #longer(order: Order): readonly Order[] {
    const { next, firstReturn } = this.#dequeues.window(order.dequeues);
    const longer = next.flatMap(place => {
      const dequeues = this.#dequeues.with(order.dequeues, place);
      const dequeuedAt = Math.max(order.dequeuedAt, this.#dequeues.calledAt(place));
      const value = this.#dequeues.value(place);
      const called = { ...order, dequeues, dequeuedAt };
      return value === NOTHING ? this.#empty(called) : this.#taken(called, value);
    });
    return longer.filter(({ dequeuedAt }) => dequeuedAt < firstReturn);
  }

  #oneLost(order: Order): readonly Order[] {
    const calledAt = this.#lost[order.lost];
    if (calledAt === undefined) return [];
    const dequeuedAt = Math.max(order.dequeuedAt, calledAt);
    return this.#taken({ ...order, lost: order.lost + 1, dequeuedAt });
  }

  #empty(order: Order): readonly Order[] {
    const { firstReturn } = this.#enqueues.window(order.enqueues);
    const enqueuedAt = Math.max(order.enqueuedAt, order.dequeuedAt);
    return enqueuedAt < firstReturn ? [{ ...order, enqueuedAt }] : [];
  }

  /** With an enqueue of that value, or of any that returned. */
  #taken(order: Order, value?: Value): readonly Order[] {
    const { next, firstReturn } = this.#enqueues.window(order.enqueues);
    const fitting = next.filter(
      place => value === undefined || this.#enqueues.value(place) === value,
    );
    const taken = fitting.map(place => {
      const enqueues = this.#enqueues.with(order.enqueues, place);
      return enqueued({ ...order, enqueues }, this.#enqueues.calledAt(place));
    });
    if (value === undefined) return taken;
    const used = order.ghosts.filter(each => each === value).length;
    const ghostAt = this.#ghosts.get(value)?.[used] ?? Number.POSITIVE_INFINITY;
    const ghost = enqueued({ ...order, ghosts: [...order.ghosts, value].sort() }, ghostAt);
    return ghost.enqueuedAt < firstReturn ? [...taken, ghost] : taken;
  }

  /** No order goes further than these. */
  #stuck(orders: readonly Order[], steps: number): Special {
    const [furthest] = orders;
    const due = furthest && this.#dequeues.window(furthest.dequeues).first;
    const oldest = furthest === undefined ? [] : this.#enqueues.window(furthest.enqueues).next;
    const values = [...new Set(oldest.map(place => this.#enqueues.value(place)))];
    const then = due === undefined ? 'nothing' : operationText(due);
    const seen = `no order explains all dequeues: one that goes furthest explains ${steps}; then ${then} is due, and the oldest value in the queue is ${oneOf(values.map(String))}`;
    return violation(due === undefined ? [] : [due], seen);
  }
}

function fewestLost(orders: readonly Order[]): number {
  return orders.reduce((fewest, { lost }) => Math.min(fewest, lost), Number.POSITIVE_INFINITY);
}

function enqueued(order: Order, calledAt: number): Order {
  const enqueuedAt = Math.max(order.enqueuedAt, calledAt);
  return { ...order, enqueuedAt, dequeuedAt: Math.max(order.dequeuedAt, enqueuedAt) };
}

/** Returns, for each set of operations that orders have taken, the orders that end earliest. */
function earliestOf(orders: readonly Order[]): readonly Order[] {
  const byTaken = new Map<string, Order[]>();
  for (const order of orders) {
    const { enqueues, dequeues, ghosts, lost } = order;
    const key = `${enqueues.from} ${enqueues.beyond} ${dequeues.from} ${dequeues.beyond} ${ghosts} ${lost}`;
    const known = byTaken.get(key) ?? [];
    if (known.some(other => isNoLater(other, order))) continue;
    byTaken.set(key, [...known.filter(other => !isNoLater(order, other)), order]);
  }
  return [...byTaken.values()].flat();
}

function isNoLater(one: Order, other: Order): boolean {
  return one.enqueuedAt <= other.enqueuedAt && one.dequeuedAt <= other.dequeuedAt;
}
