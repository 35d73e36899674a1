/** The checker of `numbers`, by twins: histories that differ in one operation. */
import { expect, test } from 'vitest';
import { type Event, historyOf, type Verdict } from 'zoobreak/workload';
import { unique } from './workload.js';

/** Each process takes one number, one after the other. */
function verdictOn(...numbers: readonly number[]): Verdict {
  const events = numbers.flatMap((number, process): Event[] => [
    { index: 2 * process, time: 2 * process, process, type: 'invoke', f: 'take', value: null },
    {
      index: 2 * process + 1,
      time: 2 * process + 1,
      process,
      type: 'ok',
      f: 'take',
      value: number,
    },
  ]);
  return unique.check(historyOf(events), { timeMs: 1000, memoryMb: 100, elapsedMs: () => 0 });
}

test('different numbers are valid', () => expect(verdictOn(1, 2, 3).valid).toBe(true));

test('the same number twice is invalid, and its operations are named', () =>
  expect(verdictOn(1, 2, 1)).toMatchObject({
    valid: false,
    anomalies: [{ type: 'duplicate', operations: [0, 1, 4, 5] }],
  }));

test('no number is unknown', () => expect(verdictOn().valid).toBe('unknown'));
