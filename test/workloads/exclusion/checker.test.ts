import { describe, expect, test } from 'vitest';
import type { Checker, Verdict, WorkloadOptions } from '../../../src/contract.ts';
import { seededRandom } from '../../../src/random.ts';
import type { WorkloadEntry } from '../../../workloads/entry.ts';
import { lock } from '../../../workloads/exclusion/lock.ts';
import { rwLock } from '../../../workloads/exclusion/rw-lock.ts';
import { semaphore } from '../../../workloads/exclusion/semaphore.ts';
import { anEnsemble } from '../../kit/an-ensemble.ts';
import { anomaliesOf, verdictOn } from '../../kit/judge.ts';
import { turns } from '../../kit/turns.ts';

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
  verdictOn(checkerOf(entry), turns(lines));

const fenced = (entry: WorkloadEntry, ...lines: readonly string[]): Verdict =>
  verdictOn(checkerOf(entry, { fencing: 'claimed' }), turns(lines));

describe('lock', () => {
  test('one after the other -> valid', () => {
    const verdict = check(lock, '0(a 1(a 0)a:1 0(z 0)z 1)a:2 1(z 1)z');
    expect(verdict).toMatchObject({ valid: true, counts: { entered: 2, 'stale beliefs': 0 } });
  });

  test('let in while the holder, who leaves later, is in -> mutual-exclusion', () => {
    const verdict = check(lock, '0(a 1(a 0)a:1 1)a:2 0(z 0)z 1(z 1)z');
    expect(anomaliesOf(verdict)).toEqual(['mutual-exclusion']);
    expect(verdict).toMatchObject({ anomalies: [{ operations: [0, 1, 2, 3, 4, 5, 6, 7] }] });
  });

  test('let in while the holder is leaving -> valid', () => {
    const verdict = check(lock, '0(a 1(a 0)a:1 0(z 1)a:2 0)z 1(z 1)z');
    expect(verdict).toMatchObject({ valid: true });
  });

  const stale = '0(a 1(a 0)a:1 1)a:2 0(z 0!z.SESSIONEXPIRED 1(z 1)z';
  test('a holder whose session was over -> a stale belief, which is valid and told', () => {
    expect(check(lock, stale)).toEqual({
      valid: true,
      counts: {
        entered: 2,
        'wake-ups per grant': 1,
        'stale beliefs': 1,
        'longest overlap ms': 1,
      },
      notes: [
        'process 0 (number 1, czxid 0xa, session 0x1) still believed that it held the lock 1 ms after process 1 (number 2, czxid 0x14, session 0x2) had been let in',
      ],
    });
  });

  test('the same where fencing is claimed -> stale-belief, with both tokens', () => {
    const verdict = fenced(lock, stale);
    expect(anomaliesOf(verdict)).toEqual(['stale-belief']);
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
    const left = '0(a 1(a 0)a:1 0(z 1)a:2 0!z.SESSIONEXPIRED 1(z 1)z';
    expect(fenced(lock, left)).toMatchObject({ valid: true, counts: { 'stale beliefs': 0 } });
  });

  test('a holder that has lost it is told once, however many are let in meanwhile', () => {
    const verdict = check(
      lock,
      '0(a 0)a:1 1(a 1)a:2 1(z 1)z 2(a 2)a:3 2(z 2)z 0(z 0!z.SESSIONEXPIRED',
    );
    expect(verdict).toMatchObject({
      valid: true,
      counts: { 'stale beliefs': 1, 'longest overlap ms': 7 },
    });
  });

  test('a holder of whom nobody knows whether it left -> a stale belief', () => {
    const verdict = check(lock, '0(a 1(a 0)a:1 1)a:2 0(z 0?z.CONNECTIONLOSS');
    expect(verdict).toMatchObject({ valid: true, counts: { 'stale beliefs': 1 } });
  });

  test('let in before one who asked earlier and was let in later -> first-come-first-served', () => {
    const verdict = check(lock, '0(a 1(a 1)a:2 1(z 1)z 0)a:1 0(z 0)z');
    expect(anomaliesOf(verdict)).toEqual(['first-come-first-served']);
  });

  test('a later number of one who was answered before the other asked -> real-time-order', () => {
    expect(anomaliesOf(check(lock, '1(a 1)a:2 1(z 1)z 0(a 0)a:1'))).toEqual(['real-time-order']);
    expect(anomaliesOf(check(lock, '0(a 1(a 1)a:2 1(z 1)z 0)a:1'))).toEqual([]);
  });

  test.each([
    { what: 'a number given twice', second: '1)a:1,20', type: 'duplicate' },
    { what: 'a czxid that does not grow', second: '1)a:2,9', type: 'zxid-order' },
  ])('$what -> $type', ({ second, type }) => {
    const verdict = check(lock, '0(a 0)a:1 0(z 0)z 1(a', second, '1(z 1)z');
    expect(anomaliesOf(verdict)).toEqual([type]);
  });

  test('a znode that is gone while its session lives -> lost-ephemeral', () => {
    const verdict = check(lock, '0(a 0)a:1 0(z 0!z.NONODE');
    expect(anomaliesOf(verdict)).toEqual(['lost-ephemeral']);
  });

  test('nobody gets in for long after the faults -> starvation', () => {
    const starved = '0(a 0)a:1 0(z 0)z *start 1(a 1!a.TOOLATE +50s 1(a';
    expect(anomaliesOf(check(lock, starved, '1!a.TOOLATE'))).toEqual(['starvation']);
    expect(check(lock, starved, '1)a:2')).toMatchObject({ valid: true });
  });

  test('one who goes on asking is not let in for long, while others are -> starvation', () => {
    const asking = '*start 0(a 0!a.TOOLATE 1(a 1)a:2 1(z 1)z';
    const later = `${asking} +50s 0(a`;
    expect(anomaliesOf(check(lock, later, '0!a.TOOLATE'))).toEqual(['starvation']);
    expect(check(lock, later, '0)a:3')).toMatchObject({ valid: true });
  });

  test('nobody ever got in -> unknown', () => {
    expect(check(lock, '0(a 0!a.TOOLATE')).toMatchObject({ valid: 'unknown' });
  });
});

describe('rw-lock', () => {
  const together = (first: string, second: string): string =>
    `0(a:${first} 1(a:${second} 0)a:1 1)a:2 0(z 0)z 1(z 1)z`;
  test.each([
    { first: 'read', second: 'read', found: [] },
    { first: 'read', second: 'write', found: ['mutual-exclusion'] },
    { first: 'write', second: 'read', found: ['mutual-exclusion'] },
    { first: 'write', second: 'write', found: ['mutual-exclusion'] },
  ])('$second let in while $first is in -> $found', ({ first, second, found }) => {
    expect(anomaliesOf(check(rwLock, together(first, second)))).toEqual(found);
  });

  test('readers get in and no writer does, for long after the faults -> starvation', () => {
    const reads = '0(a:read 0)a:1 0(z 0)z';
    const asking = `*start 1(a:write 1!a.TOOLATE ${reads} +50s 1(a:write`;
    expect(anomaliesOf(check(rwLock, asking, '1!a.TOOLATE'))).toEqual(['starvation']);
    expect(check(rwLock, asking, '1)a:2')).toMatchObject({ valid: true });
  });
});

describe('semaphore of two', () => {
  const three = '0(a 1(a 2(a 0)a:1 1)a:2';
  test('the third is let in after one has left -> valid', () => {
    const verdict = check(semaphore, three, '1(z 2)a:3 1)z 0(z 0)z');
    expect(verdict).toMatchObject({ valid: true, counts: { 'stale beliefs': 0 } });
  });

  test('the third is let in before one has left -> mutual-exclusion', () => {
    const verdict = check(semaphore, three, '2)a:3 1(z 1)z 0(z 0)z');
    expect(anomaliesOf(verdict)).toEqual(['mutual-exclusion']);
  });
});
