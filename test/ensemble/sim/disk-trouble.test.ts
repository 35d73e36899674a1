import { describe, expect, test } from 'vitest';
import type { DiskMoment, DiskTrouble } from '../../../src/contract.ts';
import { DiskTroubles } from '../../../src/ensemble/sim/disk-trouble.ts';
import { seededRandom } from '../../../src/random.ts';

interface Tried {
  readonly troubles: DiskTroubles;
  readonly ends: readonly string[];
}

function disk(trouble?: DiskTrouble, moment?: DiskMoment): Tried {
  const ends: string[] = [];
  const troubles = new DiskTroubles(seededRandom(1), why => void ends.push(why));
  troubles.begin(trouble);
  troubles.killAt(moment);
  return { troubles, ends };
}

describe('a server ends', () => {
  test.each<[string, DiskTrouble, 'write' | 'sync', string]>([
    ['at a write to a full disk', { kind: 'full' }, 'write', 'could not write: no space is left'],
    [
      'at a write that fails',
      { kind: 'error', of: 'write', oneIn: 1 },
      'write',
      'could not write: input/output error',
    ],
    [
      'at an fsync that fails',
      { kind: 'error', of: 'sync', oneIn: 1 },
      'sync',
      'could not write: input/output error',
    ],
  ])('%s, once', (_, trouble, call, why) => {
    const { troubles, ends } = disk(trouble);
    expect([troubles.stops(call), troubles.stops(call)]).toEqual([true, true]);
    expect(ends).toEqual([why]);
    expect(troubles.suffered).toBe(1);
  });

  test('at its third fsync', () => {
    const { troubles, ends } = disk(undefined, { kind: 'fsync', count: 3 });
    expect(['sync', 'write', 'sync', 'sync'].map(call => troubles.stops(call as 'sync'))).toEqual([
      ...[false, false, false, true],
    ]);
    expect(ends).toEqual(['killed at an fsync']);
  });

  test('when a file is in place, and writes nothing more', () => {
    const { troubles, ends } = disk(undefined, { kind: 'file', name: 'currentEpoch' });
    troubles.placed('acceptedEpoch');
    expect(troubles.hasEnded).toBe(false);
    troubles.placed('currentEpoch');
    expect(ends).toEqual(['killed once currentEpoch was in place']);
    expect(troubles.stops('write')).toBe(true);
  });
});

describe('a server goes on', () => {
  test.each<[string, DiskTrouble, 'write' | 'sync', number]>([
    ['at an fsync of a full disk', { kind: 'full' }, 'sync', 0],
    ['at a write while fsyncs fail', { kind: 'error', of: 'sync', oneIn: 1 }, 'write', 0],
    [
      'after a short write, of which the rest follows',
      { kind: 'error', of: 'short', oneIn: 1 },
      'write',
      1,
    ],
  ])('%s', (_, trouble, call, suffered) => {
    const { troubles, ends } = disk(trouble);
    expect(troubles.stops(call)).toBe(false);
    expect(ends).toEqual([]);
    expect(troubles.suffered).toBe(suffered);
  });

  test('after its trouble', () => {
    const { troubles } = disk({ kind: 'full' });
    troubles.begin(undefined);
    expect(troubles.stops('write')).toBe(false);
  });

  test('as a new process, after the one that ended', () => {
    const { troubles } = disk(undefined, { kind: 'fsync', count: 1 });
    expect(troubles.stops('sync')).toBe(true);
    troubles.start();
    expect(troubles.stops('sync')).toBe(false);
  });
});

test('a slow disk takes its time for each fsync', () => {
  const { troubles } = disk({ kind: 'slow', delayMs: 40 });
  expect([troubles.delayMs(), troubles.delayMs(), troubles.suffered]).toEqual([40, 40, 2]);
});
