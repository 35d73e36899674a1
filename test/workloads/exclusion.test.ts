import { describe, expect, test } from 'vitest';
import type { Checker, Verdict } from '../../src/contract.ts';
import { seededRandom } from '../../src/random.ts';
import type { WorkloadEntry } from '../../workloads/entry.ts';
import { lock } from '../../workloads/lock.ts';
import { rwLock } from '../../workloads/rw-lock.ts';
import { semaphore } from '../../workloads/semaphore.ts';
import { anEnsemble } from './an-ensemble.ts';
import { story } from './story.ts';

const budget = { timeMs: 10_000, memoryMb: 100, elapsedMs: () => 0 };

function checkerOf(entry: WorkloadEntry): Checker {
  const options = {
    reads: 'quorum',
    keys: 1,
    concurrency: 3,
    ensemble: anEnsemble,
    random: seededRandom(1),
  } as const;
  return entry.create(options).checkers[0];
}
const check = (entry: WorkloadEntry, ...lines: readonly string[]): Verdict =>
  checkerOf(entry).check(story(...lines), budget);
const anomalies = (verdict: Verdict): readonly string[] =>
  verdict.valid === false ? verdict.anomalies.map(anomaly => anomaly.type) : [];

describe('lock', () => {
  test('one after the other -> valid', () => {
    const verdict = check(
      lock,
      '0 acquire',
      '1 acquire',
      '0 got 1',
      '0 release',
      '0 out',
      '1 got 2',
      '1 release',
      '1 out',
    );
    expect(verdict).toMatchObject({ valid: true, counts: { entered: 2, 'stale beliefs': 0 } });
  });

  test('let in while the holder, who leaves later, is in -> exclusion', () => {
    const verdict = check(
      lock,
      '0 acquire',
      '1 acquire',
      '0 got 1',
      '1 got 2',
      '0 release',
      '0 out',
      '1 release',
      '1 out',
    );
    expect(anomalies(verdict)).toEqual(['exclusion']);
    expect(verdict).toMatchObject({ anomalies: [{ operations: [0, 1, 2, 3, 4, 5, 6, 7] }] });
  });

  test('let in while the holder is leaving -> valid', () => {
    const verdict = check(
      lock,
      '0 acquire',
      '1 acquire',
      '0 got 1',
      '0 release',
      '1 got 2',
      '0 out',
      '1 release',
      '1 out',
    );
    expect(verdict).toMatchObject({ valid: true });
  });

  test('a holder whose session was over -> a stale belief, which is valid', () => {
    const verdict = check(
      lock,
      '0 acquire',
      '1 acquire',
      '0 got 1',
      '1 got 2',
      '0 release',
      '0 expired',
      '1 release',
      '1 out',
    );
    expect(verdict).toMatchObject({
      valid: true,
      counts: { entered: 2, 'stale beliefs': 1, 'longest overlap ms': 1 },
    });
  });

  test('a holder of whom nobody knows whether it left -> a stale belief', () => {
    const verdict = check(
      lock,
      '0 acquire',
      '1 acquire',
      '0 got 1',
      '1 got 2',
      '0 release',
      '0 unsure',
    );
    expect(verdict).toMatchObject({ valid: true, counts: { 'stale beliefs': 1 } });
  });

  test('let in before one who asked earlier and was let in later -> exclusion', () => {
    const verdict = check(
      lock,
      '0 acquire',
      '1 acquire',
      '1 got 2',
      '1 release',
      '1 out',
      '0 got 1',
      '0 release',
      '0 out',
    );
    expect(anomalies(verdict)).toEqual(['exclusion']);
  });

  test.each([
    { what: 'a number given twice', second: '1 got 1@20' },
    { what: 'a czxid that does not grow', second: '1 got 2@9' },
  ])('$what -> token', ({ second }) => {
    const verdict = check(
      lock,
      '0 acquire',
      '0 got 1',
      '0 release',
      '0 out',
      '1 acquire',
      second,
      '1 release',
      '1 out',
    );
    expect(anomalies(verdict)).toEqual(['token']);
  });

  test('a znode that is gone while its session lives -> vanished', () => {
    const verdict = check(lock, '0 acquire', '0 got 1', '0 release', '0 gone');
    expect(anomalies(verdict)).toEqual(['vanished']);
  });

  test('nobody gets in for long after the faults -> starvation', () => {
    const starved = [
      '0 acquire',
      '0 got 1',
      '0 release',
      '0 out',
      'heal',
      '1 acquire',
      '1 late',
      'wait 50',
      '1 acquire',
    ];
    expect(anomalies(check(lock, ...starved, '1 late'))).toEqual(['starvation']);
    expect(check(lock, ...starved, '1 got 2')).toMatchObject({ valid: true });
  });

  test('nobody ever got in -> unknown', () => {
    expect(check(lock, '0 acquire', '0 late')).toMatchObject({ valid: 'unknown' });
  });
});

describe('rw-lock', () => {
  const together = (first: string, second: string): readonly string[] => [
    `0 acquire ${first}`,
    `1 acquire ${second}`,
    '0 got 1',
    '1 got 2',
    '0 release',
    '0 out',
    '1 release',
    '1 out',
  ];
  test.each([
    { first: 'read', second: 'read', found: [] },
    { first: 'read', second: 'write', found: ['exclusion'] },
    { first: 'write', second: 'read', found: ['exclusion'] },
    { first: 'write', second: 'write', found: ['exclusion'] },
  ])('$second let in while $first is in -> $found', ({ first, second, found }) => {
    expect(anomalies(check(rwLock, ...together(first, second)))).toEqual(found);
  });
});

describe('semaphore of two', () => {
  const three = ['0 acquire', '1 acquire', '2 acquire', '0 got 1', '1 got 2'];
  test('the third is let in after one has left -> valid', () => {
    const verdict = check(
      semaphore,
      ...three,
      '1 release',
      '2 got 3',
      '1 out',
      '0 release',
      '0 out',
    );
    expect(verdict).toMatchObject({ valid: true, counts: { 'stale beliefs': 0 } });
  });

  test('the third is let in before one has left -> exclusion', () => {
    const verdict = check(
      semaphore,
      ...three,
      '2 got 3',
      '1 release',
      '1 out',
      '0 release',
      '0 out',
    );
    expect(anomalies(verdict)).toEqual(['exclusion']);
  });
});
