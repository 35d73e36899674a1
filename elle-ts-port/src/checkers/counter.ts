/**
 * Counter: a read lies between what must have been added and what may have been.
 *   add   integer
 *   read  ok: integer
 * An add of unknown outcome may take effect at any later time. Source: jepsen.checker/counter.
 */
import type { Event } from '../history/event.ts';
import {
  type Operation,
  okReads,
  operationsOf,
  type SmallResult,
  smallResult,
} from './operations.ts';

export function counter(events: Iterable<Event>): SmallResult {
  const operations = operationsOf(events);
  const adds = operations.filter(op => op.f === 'add' && op.type !== 'fail');
  const reads = okReads(operations);
  const up = adds.filter(add => Number(add.argument) > 0);
  const down = adds.filter(add => Number(add.argument) < 0);
  const sums = {
    begunUp: totals(up, 'start'),
    endedUp: totals(up, 'end'),
    begunDown: totals(down, 'start'),
    endedDown: totals(down, 'end'),
  };
  const wrong = reads.flatMap(read => {
    const least = sums.endedUp(read.start) + sums.begunDown(read.end);
    const most = sums.begunUp(read.end) + sums.endedDown(read.start);
    const value = Number(read.result);
    return value >= least && value <= most ? [] : [{ operations: [read], least, most }];
  });
  const counts = { adds: adds.length, reads: reads.length };
  return smallResult({ 'impossible-count': wrong }, counts, reads.length > 0);
}

/** What was added by those of the operations that started (or ended) before a time. */
function totals(adds: readonly Operation[], when: 'start' | 'end'): (time: number) => number {
  const sorted = [...adds].sort((a, b) => a[when] - b[when]);
  const sums = [0];
  for (const add of sorted) sums.push((sums.at(-1) ?? 0) + Number(add.argument));
  return time => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.[when] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return sums[low] ?? 0;
  };
}
