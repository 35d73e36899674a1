import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../src/contract.ts';
import { type Came, coverageOf } from '../../../workloads/api/coverage.ts';
import { intents, type read } from '../../../workloads/api/intent.ts';
import { verdictOn } from '../../kit/judge.ts';
import { history, type Op } from '../../kit/notation.ts';

const run = async (): Promise<ReturnType<typeof read>> => {
  throw new Error('nothing runs here');
};
const aims = intents('delete', { ok: run, NONODE: run, 'ok: a leaf': run, NOTEMPTY: run });

function came(aim: string, changes: Partial<Came> = {}): Op {
  const outcome = aim.split(':')[0] ?? '';
  const output: Came = {
    ...{ aim, outcome, reached: true, steps: [`delete ${outcome}`], events: [] },
    ...changes,
  };
  return { f: 'delete', process: 0, value: aim, output };
}
const check = (...ops: readonly Op[]): Verdict => verdictOn(coverageOf(aims), history(ops));

const EVENTS = ['NodeCreated', 'NodeDeleted', 'NodeDataChanged', 'NodeChildrenChanged'];
const all = [came('ok', { events: EVENTS }), came('NONODE'), came('ok: a leaf'), came('NOTEMPTY')];

test('every aim and every event was reached -> valid, each counted', () => {
  expect(check(...all)).toEqual({
    valid: true,
    counts: {
      aims: 8,
      'aims reached': 8,
      ...{ 'delete NONODE': 1, 'delete NOTEMPTY': 1, 'delete ok': 1, 'delete ok: a leaf': 1 },
      ...Object.fromEntries(EVENTS.map(type => [`event ${type}`, 1])),
    },
  });
});

test('one was not reached -> valid, and it is named', () => {
  expect(check(...all.slice(0, 3))).toMatchObject({
    valid: true,
    counts: { 'aims reached': 7 },
    notes: ['not reached: delete NOTEMPTY'],
  });
});

test('fewer than half were reached -> unknown, and they are named', () => {
  const without = all.map(op => came(String(op.value)));
  expect(check(...without)).toMatchObject({ valid: true });
  expect(check(...without.slice(0, 3))).toMatchObject({
    valid: 'unknown',
    why: expect.stringContaining('delete NOTEMPTY; event NodeCreated'),
  });
});

test('no operation at all -> unknown', () => {
  expect(check()).toMatchObject({ valid: 'unknown' });
});

describe('an operation counts', () => {
  test('for its outcome where it did not reach its aim', () => {
    const other = came('ok: a leaf', { outcome: 'NOTEMPTY', reached: false });
    expect(check(...all, other).counts['delete NOTEMPTY']).toBe(2);
    expect(check(...all, other).counts['delete ok: a leaf']).toBe(1);
  });

  test('for the requests on its way, too', () => {
    const long = came('NONODE', { steps: ['delete ok', 'delete ok', 'delete NONODE'] });
    expect(check(...all, long).counts).toMatchObject({ 'delete ok': 3, 'delete NONODE': 2 });
  });

  test('not where it failed, or is in doubt', () => {
    const counts = check(...all).counts;
    for (const type of ['fail', 'info'] as const)
      expect(check(...all, { ...came('NONODE'), type }).counts).toEqual(counts);
  });
});
