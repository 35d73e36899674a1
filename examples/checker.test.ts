/** The checker `prompt`, by twins: the same read, answered at once and after a quarter of a minute. */
import { expect, test } from 'vitest';
import { historyOf, type Verdict } from 'zoobreak/workload';
import prompt from './checker.js';

function verdictOn(seconds: number): Verdict {
  const read = { process: 0, f: 'read', value: null };
  const history = historyOf([
    { ...read, index: 0, time: 0, type: 'invoke' },
    { ...read, index: 1, time: seconds * 1e9, type: 'ok' },
  ]);
  return prompt.check(history, { timeMs: 1000, memoryMb: 100, elapsedMs: () => 0 });
}

test('an answer after 1 s is valid', () => expect(verdictOn(1).valid).toBe(true));

test('an answer after 15 s is invalid', () =>
  expect(verdictOn(15)).toMatchObject({ anomalies: [{ type: 'late', operations: [0, 1] }] }));
