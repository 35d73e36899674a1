import { expect, test } from 'vitest';
import { shownAtNs } from '../../../src/cli/track-record/shown-at.ts';
import type { Anomaly, Check } from '../../../src/contract.ts';
import { history } from '../../kit/notation.ts';

/** Invoked at 1, 3 and 5 s (events 0, 2, 4), completed at 2 and 4 s (events 1, 3); the last never. */
const RUN = history('1s 0(w:1 2s 0)w:1 3s 1(r 4s 1)r:0 5s 2(w:2');
const LOST: Anomaly = { type: 'lost-write', promised: '', seen: '', operations: [0, 2] };

const shown = (...anomalies: readonly [Anomaly, ...Anomaly[]]): number | undefined => {
  const check: Check = { name: 'a', verdict: { valid: false, anomalies, counts: {} } };
  return shownAtNs({ anomalies: ['lost-write'] }, { checks: [check] }, RUN);
};

test('once its last operation has completed', () => expect(shown(LOST)).toBe(4e9));

test('operations may be named by their completions', () =>
  expect(shown({ ...LOST, operations: [0, 1] })).toBe(2e9));

test('an operation that never completed counts from its call', () =>
  expect(shown({ ...LOST, operations: [4] })).toBe(5e9));

test('the first of several', () =>
  expect(shown(LOST, { ...LOST, operations: [0] }, { ...LOST, operations: [] })).toBe(2e9));

test('another anomaly says nothing, nor does one without operations', () => {
  expect(shown({ ...LOST, type: 'phantom' })).toBeUndefined();
  expect(shown({ ...LOST, operations: [] })).toBeUndefined();
});
