import { expect, test } from 'vitest';
import type { NodeName } from '../../../src/contract.ts';
import { Disk } from '../../../src/ensemble/sim/disk.ts';
import { DiskTroubles } from '../../../src/ensemble/sim/disk-trouble.ts';
import { Machine } from '../../../src/ensemble/sim/machine.ts';
import { State } from '../../../src/ensemble/sim/state.ts';
import type { Proposal } from '../../../src/ensemble/sim/txn.ts';
import { virtualClock } from '../../../src/ensemble/sim/virtual-clock.ts';
import { seededRandom } from '../../../src/random.ts';

const write = { session: 0n, owner: 'n1', ids: [], op: { kind: 'closeSession' } } as const;
const record = (zxid: number): Proposal => ({
  zxid,
  timeMs: 0,
  write,
  txn: { kind: 'error', code: 0 },
});

function diskOf(seed = 1) {
  const clock = virtualClock();
  const machine = new Machine('n1' as NodeName, clock, seededRandom(seed));
  machine.boot();
  return { clock, machine, disk: new Disk(machine, new DiskTroubles(machine.random, () => {})) };
}

const zxids = (disk: Disk): number[] => disk.log.map(({ zxid }) => zxid);

test.each(['process', 'power'] as const)(
  'what an fsync that ended covers survives the loss of %s; what was appended after it began does not',
  async what => {
    const { clock, machine, disk } = diskOf();
    disk.append(record(1));
    const synced: string[] = [];
    disk.fsync(() => synced.push('first'));
    disk.append(record(2));
    await clock.sleep(100);
    machine.kill();
    disk.lose(what);
    expect(synced).toEqual(['first']);
    expect(zxids(disk)).toEqual([1]);
  },
);

/** How many of three records are left after a loss during their fsync, at 20 seeds. */
const leftBy = (what: 'process' | 'power'): ReadonlySet<number> =>
  new Set(
    Array.from({ length: 20 }, (_, seed) => {
      const { machine, disk } = diskOf(seed);
      for (const zxid of [1, 2, 3]) disk.append(record(zxid));
      disk.fsync(() => {});
      machine.kill();
      disk.lose(what);
      return zxids(disk).length;
    }),
  );

test('a power loss during an fsync leaves the first records of it, how many is chance', () => {
  expect(leftBy('power')).toEqual(new Set([0, 1, 2, 3]));
});

test('a kill during an fsync leaves them all: the kernel has them', () => {
  expect(leftBy('process')).toEqual(new Set([3]));
});

test('a power loss after a kill takes what only the kernel had', () => {
  const left = Array.from({ length: 10 }, (_, seed) => {
    const { machine, disk } = diskOf(seed);
    disk.append(record(1));
    disk.handOver();
    machine.kill();
    disk.lose('process');
    expect(zxids(disk)).toEqual([1]);
    disk.lose('power');
    return zxids(disk).length;
  });
  expect(new Set(left)).toEqual(new Set([0, 1]));
});

test('those who ask during an fsync are served by the next one', async () => {
  const { clock, disk } = diskOf();
  const synced: string[] = [];
  disk.fsync(() => synced.push('first'));
  disk.fsync(() => synced.push('second'));
  disk.fsync(() => synced.push('third'));
  await clock.sleep(100);
  expect(synced).toEqual(['first', 'second', 'third']);
});

test('a truncated log ends at the zxid', () => {
  const { disk } = diskOf();
  for (const zxid of [1, 2, 5]) disk.append(record(zxid));
  disk.truncate(2);
  expect(disk.lastZxid).toBe(2);
});

test('a snapshot lets go of the log but for what is kept for others', async () => {
  const { clock, disk } = diskOf();
  for (const zxid of [1, 2, 3, 4]) disk.append(record(zxid));
  disk.fsync(() => {});
  await clock.sleep(100);
  disk.save({ zxid: 3, state: new State() }, 2);
  expect(zxids(disk)).toEqual([2, 3, 4]);
  expect(disk.base).toBe(1);
});

test.each(['process', 'power'] as const)(
  'what a snapshot covers stays in the log when %s is lost, so that the log never ends before its snapshot',
  what => {
    const { disk } = diskOf();
    for (const zxid of [1, 2, 3]) disk.append(record(zxid));
    disk.save({ zxid: 2, state: new State() }, 5);
    disk.lose(what);
    expect(zxids(disk)).toEqual([1, 2]);
  },
);
