/** The model `growing-register`, by twins: after a write of 2 and a write of 1, a read sees 2 and never 1. */
import { expect, test } from 'vitest';
import { historyOf, linearizable, type Verdict } from 'zoobreak';
import model from './model.js';

function verdictOn(read: number): Verdict {
  const operations = [
    { f: 'write', value: 2 },
    { f: 'write', value: 1 },
    { f: 'read', value: read },
  ];
  const events = operations.flatMap((operation, at) => [
    { ...operation, index: 2 * at, time: 2 * at, process: 0, type: 'invoke' as const },
    { ...operation, index: 2 * at + 1, time: 2 * at + 1, process: 0, type: 'ok' as const },
  ]);
  const budget = { timeMs: 1000, memoryMb: 100, elapsedMs: () => 0 };
  return linearizable(model(0)).check(historyOf(events), budget);
}

test('the larger value is valid', () => expect(verdictOn(2).valid).toBe(true));
test('the smaller value is invalid', () => expect(verdictOn(1).valid).toBe(false));
