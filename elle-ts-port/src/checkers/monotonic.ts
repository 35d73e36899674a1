/**
 * Monotonic reads of something that only grows.
 *   read  ok: a number
 * Other operations are passed over.
 */
import type { Event } from '../history/event.ts';
import {
  type Operation,
  okReads,
  operationsOf,
  type SmallAnomaly,
  type SmallResult,
  smallResult,
} from './operations.ts';

export interface MonotonicOptions {
  /** `process`: a process never goes back (default). `realtime`: nor does a later read of any process. */
  readonly scope?: 'process' | 'realtime';
}

export function monotonic(events: Iterable<Event>, options: MonotonicOptions = {}): SmallResult {
  const reads = okReads(operationsOf(events));
  const processes = new Set(reads.map(read => read.process));
  const backwards =
    options.scope === 'realtime'
      ? decreases(reads)
      : [...processes].flatMap(process => decreases(reads.filter(op => op.process === process)));
  return smallResult({ 'went-back': backwards }, { reads: reads.length }, reads.length > 0);
}

/** Reads below the highest one that had ended when they began. */
function decreases(reads: readonly Operation[]): SmallAnomaly[] {
  const ended = [...reads].sort((a, b) => a.end - b.end);
  const found: SmallAnomaly[] = [];
  let next = 0;
  let highest: Operation | undefined;
  for (const read of reads) {
    for (let before = ended[next]; before && before.end < read.start; before = ended[++next]) {
      if (!highest || Number(before.result) > Number(highest.result)) highest = before;
    }
    if (highest && Number(read.result) < Number(highest.result)) {
      found.push({ operations: [highest, read] });
    }
  }
  return found;
}
