import { describe, expect, test } from 'vitest';
import { sameTotal } from '../../../workloads/bank/workload.ts';
import { verdictOn } from '../../kit/judge.ts';
import { history } from '../../kit/notation.ts';

const check = (...reads: readonly Readonly<Record<string, number>>[]): unknown =>
  verdictOn(sameTotal(2), history(reads.map(output => ({ f: 'read', output }))));

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
