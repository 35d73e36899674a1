import { describe, expect, test } from 'vitest';
import type { Event } from '../../../src/history/event.ts';
import { historyOf } from '../../../src/history/history.ts';
import { sameTotal } from '../../../workloads/bank/workload.ts';

const budget = { timeMs: 1000, memoryMb: 100, elapsedMs: () => 0 };
const check = (...reads: readonly Readonly<Record<string, number>>[]): unknown => {
  const events = reads.flatMap((value, i): Event[] => [
    { index: 2 * i, type: 'invoke', process: 0, f: 'read', value: null, time: i },
    { index: 2 * i + 1, type: 'ok', process: 0, f: 'read', value, time: i },
  ]);
  return sameTotal(2).check(historyOf(events), budget);
};

describe('the bank', () => {
  test('money that moves -> valid', () => {
    expect(check({ 0: 10, 1: 10 }, { 0: 3, 1: 17 })).toEqual({ valid: true, counts: { reads: 2 } });
  });

  test.each([
    ['money that appears', { 0: 11, 1: 10 }, 'wrong-total'],
    ['a debt', { 0: -1, 1: 21 }, 'negative-balance'],
    ['an account that is missing', { 0: 20 }, 'missing-balance'],
  ])('%s -> invalid', (_name, balances, type) => {
    expect(check({ 0: 10, 1: 10 }, balances)).toMatchObject({
      valid: false,
      anomalies: [{ type, operations: [3] }],
    });
  });

  test('no read -> unknown', () => {
    expect(check()).toMatchObject({ valid: 'unknown' });
  });
});
