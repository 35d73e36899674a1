/**
 * Realtime order: a -> b where a committed before b was invoked.
 *
 * All pairs would be quadratic. For reachability, time is a chain of barrier vertices: a committed
 * transaction leads to the barrier after it, a barrier leads to what is invoked after it and to the
 * next barrier; that is linear. Where direct edges are wanted, the order is reduced: a -> b is left
 * out when some c lies between them, so that a vertex has at most as many edges as there were
 * transactions at once.
 */
import { type History, OK } from '../history/history.ts';
import type { Edges } from './graph.ts';
import { REALTIME } from './relation.ts';

const INVOKED = 0;
const COMPLETED = 1;

/** The events of all completed transactions in order, each as transaction * 2 + (INVOKED or COMPLETED). */
function allEvents(history: History): Int32Array {
  const events = new Int32Array(history.events).fill(-1);
  for (let txn = 0; txn < history.completed; txn++) {
    const invoked = history.invoked[txn] as number;
    if (invoked >= 0) events[invoked] = txn * 2 + INVOKED;
    events[history.position[txn] as number] = txn * 2 + COMPLETED;
  }
  return events.filter(event => event >= 0);
}

/** The same of some transactions: sorted, so that it costs nothing for those left out. */
function eventsOf(history: History, txns: Iterable<number>): Iterable<number> {
  const scale = history.count * 2;
  const events: number[] = [];
  for (const txn of txns) {
    const invoked = history.invoked[txn] as number;
    if (invoked >= 0) events.push(invoked * scale + txn * 2 + INVOKED);
    events.push((history.position[txn] as number) * scale + txn * 2 + COMPLETED);
  }
  return Float64Array.from(events)
    .sort()
    .map(event => event % scale);
}

/** Adds realtime order by barriers, numbered from `first`. Answers how many vertices there are then. */
export function addBarriers(history: History, edges: Edges, first: number): number {
  let vertices = first;
  let barrier = -1;
  // a barrier that something was invoked after takes no more completions
  let sealed = true;
  for (const event of allEvents(history)) {
    const txn = event >> 1;
    if ((event & 1) === INVOKED) {
      if (barrier < 0) continue;
      edges.add(barrier, txn, REALTIME);
      sealed = true;
    } else if (history.type[txn] === OK) {
      if (sealed) {
        if (barrier >= 0) edges.add(barrier, vertices, REALTIME);
        barrier = vertices++;
        sealed = false;
      }
      edges.add(txn, barrier, REALTIME);
    }
  }
  return vertices;
}

/** Calls `edge` for each edge of the reduced order among the transactions given. */
export function reducedOrder(
  history: History,
  txns: Iterable<number>,
  edge: (from: number, to: number) => void,
): void {
  const before = new Map<number, readonly number[]>();
  let buffer: number[] = [];
  for (const event of eventsOf(history, txns)) {
    const txn = event >> 1;
    if ((event & 1) === INVOKED) {
      for (const earlier of buffer) edge(earlier, txn);
      before.set(txn, buffer);
    } else {
      const earlier = before.get(txn) ?? [];
      before.delete(txn);
      if (history.type[txn] !== OK) continue;
      buffer = buffer.filter(op => !earlier.includes(op));
      buffer.push(txn);
    }
  }
}
