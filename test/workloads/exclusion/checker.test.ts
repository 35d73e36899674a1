import { describe, expect, test } from 'vitest';
import type { Checker, Verdict, WorkloadOptions } from '../../../src/contract.ts';
import { seededRandom } from '../../../src/random.ts';
import type { WorkloadEntry } from '../../../workloads/entry.ts';
import { lock } from '../../../workloads/exclusion/lock.ts';
import { rwLock } from '../../../workloads/exclusion/rw-lock.ts';
import { semaphore } from '../../../workloads/exclusion/semaphore.ts';
import { anEnsemble } from '../../kit/an-ensemble.ts';
import { story } from '../../kit/story.ts';

const budget = { timeMs: 10_000, memoryMb: 100, elapsedMs: () => 0 };

function checkerOf(entry: WorkloadEntry, change: Partial<WorkloadOptions> = {}): Checker {
  const options = {
    ...change,
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

const fenced = (entry: WorkloadEntry, ...lines: readonly string[]): Verdict =>
  checkerOf(entry, { fencing: 'claimed' }).check(story(...lines), budget);

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

  const stale = [
    '0 acquire',
    '1 acquire',
    '0 got 1',
    '1 got 2',
    '0 release',
    '0 expired',
    '1 release',
    '1 out',
  ];
  test('a holder whose session was over -> a stale belief, which is valid and told', () => {
    expect(check(lock, ...stale)).toEqual({
      valid: true,
      counts: {
        entered: 2,
        'wake-ups per grant': 1,
        'stale beliefs': 1,
        'longest overlap ms': 1,
      },
      notes: [
        'process 0 (number 1, czxid 0xa, session 0x0) still believed that it held the lock 1 ms after process 1 (number 2, czxid 0x14, session 0x1) had been let in',
      ],
    });
  });

  test('the same where fencing is claimed -> stale-belief, with both tokens', () => {
    const verdict = fenced(lock, ...stale);
    expect(anomalies(verdict)).toEqual(['stale-belief']);
    expect(verdict).toMatchObject({
      anomalies: [
        {
          operations: [0, 1, 2, 3, 4, 5, 6, 7],
          seen: expect.stringMatching(/czxid 0xa.*held the lock 1 ms after.*czxid 0x14/),
          detail: [expect.any(String), expect.stringContaining('session'), expect.any(String)],
        },
      ],
    });
  });

  test('where fencing is claimed, a holder that had called to leave before the next got in -> valid', () => {
    const left = stale.toSpliced(3, 2, '0 release', '1 got 2');
    expect(fenced(lock, ...left)).toMatchObject({ valid: true, counts: { 'stale beliefs': 0 } });
  });

  test('a holder that has lost it is told once, however many are let in meanwhile', () => {
    const verdict = check(
      lock,
      ...['0 acquire', '0 got 1', '1 acquire', '1 got 2', '1 release', '1 out'],
      ...['2 acquire', '2 got 3', '2 release', '2 out', '0 release', '0 expired'],
    );
    expect(verdict).toMatchObject({
      valid: true,
      counts: { 'stale beliefs': 1, 'longest overlap ms': 7 },
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

  test('let in before one who asked earlier and was let in later -> order', () => {
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
    expect(anomalies(verdict)).toEqual(['order']);
  });

  test('a later number of one who was answered before the other asked -> token', () => {
    const lines = ['1 acquire', '1 got 2', '1 release', '1 out', '0 acquire', '0 got 1'];
    expect(anomalies(check(lock, ...lines))).toEqual(['token']);
    expect(anomalies(check(lock, '0 acquire', ...lines.toSpliced(4, 1)))).toEqual([]);
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

  test('one who goes on asking is not let in for long, while others are -> starvation', () => {
    const asking = ['heal', '0 acquire', '0 late', '1 acquire', '1 got 2', '1 release', '1 out'];
    const later = [...asking, 'wait 50', '0 acquire'];
    expect(anomalies(check(lock, ...later, '0 late'))).toEqual(['starvation']);
    expect(check(lock, ...later, '0 got 3')).toMatchObject({ valid: true });
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

  test('readers get in and no writer does, for long after the faults -> starvation', () => {
    const reads = ['0 acquire read', '0 got 1', '0 release', '0 out'];
    const asking = ['heal', '1 acquire write', '1 late', ...reads, 'wait 50', '1 acquire write'];
    expect(anomalies(check(rwLock, ...asking, '1 late'))).toEqual(['starvation']);
    expect(check(rwLock, ...asking, '1 got 2')).toMatchObject({ valid: true });
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
