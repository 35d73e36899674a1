import { expect, test } from 'vitest';
import type { Checker, Verdict } from '../../../src/contract.ts';
import { historyOf } from '../../../src/history/history.ts';
import { witnessed } from '../../../workloads/tree/witnessed.ts';
import { verdictOn } from '../../kit/judge.ts';

const anomaly = { type: 'lost', promised: 'p', seen: 's', operations: [] };

function check(verdict: Verdict, reads: number): Verdict {
  const checker: Checker = { name: 'any', perKey: true, check: () => verdict };
  return verdictOn(
    witnessed(checker, () => ({ reads, writes: 0 }), 'reads'),
    historyOf([]),
  );
}

test('valid with what is needed -> valid, with both counts', () => {
  const verdict = check({ valid: true, counts: { operations: 3 } }, 1);
  expect(verdict).toEqual({ valid: true, counts: { operations: 3, reads: 1, writes: 0 } });
});

test('valid without -> unknown, and says what was not found', () => {
  const verdict = check({ valid: true, counts: {} }, 0);
  expect(verdict).toMatchObject({ valid: 'unknown', why: 'reads: expected some, found none' });
});

test('invalid and unknown stay what they are', () => {
  const invalid = { valid: false, anomalies: [anomaly], counts: {} } as const;
  expect(check(invalid, 0)).toMatchObject({ valid: false, anomalies: [anomaly] });
  expect(check({ valid: 'unknown', why: 'time', counts: {} }, 1)).toMatchObject({ why: 'time' });
});
