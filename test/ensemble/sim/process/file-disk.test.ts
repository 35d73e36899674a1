/** What a server's files hold after its process was killed, wherever that was. */
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileDisk } from '../../../../src/ensemble/sim/process/file-disk.ts';
import { State } from '../../../../src/ensemble/sim/state.ts';
import type { Snapshot } from '../../../../src/ensemble/sim/storage.ts';
import type { Proposal } from '../../../../src/ensemble/sim/txn.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-disk-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = { session: 1n, owner: 'n1', ids: [], op: { kind: 'closeSession' } } as const;
const record = (zxid: number): Proposal => ({
  zxid,
  timeMs: 5,
  write,
  txn: { kind: 'createSession', session: BigInt(zxid), timeoutMs: 4_000 },
});

const synced = (disk: FileDisk): Promise<void> => new Promise(done => disk.fsync(done));
const zxids = (disk: FileDisk): number[] => disk.log.map(({ zxid }) => zxid);

async function diskWith(...zxidsToLog: readonly number[]): Promise<FileDisk> {
  const disk = new FileDisk(folder);
  for (const zxid of zxidsToLog) disk.append(record(zxid));
  await synced(disk);
  return disk;
}

/** A state with a session and a znode. */
function snapshotAt(zxid: number): Snapshot {
  const state = new State(undefined, [[7n, 4_000]]);
  const root = state.tree.get('/');
  if (root === undefined) throw new Error('expected a root, found none');
  state.tree.put('/a', { ...root, data: new Uint8Array([1, 2]), czxid: zxid });
  return { zxid, state };
}

test('what was synced is read again, field by field; what was only appended is not', async () => {
  const disk = await diskWith(1, 2);
  disk.acceptedEpoch = 4;
  disk.currentEpoch = 3;
  disk.append(record(3));
  const again = new FileDisk(folder);
  expect(again.log).toEqual([record(1), record(2)]);
  expect(again.lastZxid).toBe(2);
  expect([again.acceptedEpoch, again.currentEpoch]).toEqual([4, 3]);
});

test('what was handed over to the kernel survives the process', async () => {
  const disk = await diskWith(1);
  disk.append(record(2));
  disk.handOver();
  expect(zxids(new FileDisk(folder))).toEqual([1, 2]);
});

test('a last record that is cut or torn is not read, and the next one takes its place', async () => {
  for (const damage of [cut, tear]) {
    await rm(join(folder, 'log.0'), { force: true });
    await diskWith(1, 2);
    damage(join(folder, 'log.0'));
    const again = new FileDisk(folder);
    expect(zxids(again)).toEqual([1]);
    again.append(record(5));
    await synced(again);
    expect(zxids(new FileDisk(folder))).toEqual([1, 5]);
  }
});

const cut = (path: string): void => truncateSync(path, readFileSync(path).length - 3);
const tear = (path: string): void => change(path, readFileSync(path).length - 3);

function change(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(path, bytes);
}

test('a changed record that others follow is refused', async () => {
  await diskWith(1, 2, 3);
  change(join(folder, 'log.0'), 60);
  expect(() => new FileDisk(folder)).toThrow(/log\.0: expected the record at byte \d+ to fit/);
});

test('a truncated log stays so, and goes on from there', async () => {
  const disk = await diskWith(1, 2, 3);
  disk.append(record(4));
  disk.truncate(2);
  expect(zxids(new FileDisk(folder))).toEqual([1, 2]);
  disk.append(record(9));
  await synced(disk);
  expect(zxids(new FileDisk(folder))).toEqual([1, 2, 9]);
});

test('a saved snapshot keeps the log after it and some before; a wait for an fsync outlives the change of files', async () => {
  const disk = await diskWith(1, 2, 3, 4);
  disk.append(record(5));
  const waiting = synced(disk);
  disk.append(record(6));
  disk.save(snapshotAt(4), 2);
  await waiting;
  const again = new FileDisk(folder);
  expect(again.snapshot).toEqual(snapshotAt(4));
  expect([again.base, ...zxids(again)]).toEqual([2, 3, 4, 5, 6]);
  expect(existsSync(join(folder, 'log.0'))).toBe(false);
});

test("another server's state replaces log and snapshot", async () => {
  const disk = await diskWith(1, 2);
  disk.install(snapshotAt(9));
  disk.append(record(10));
  await synced(disk);
  const again = new FileDisk(folder);
  expect([again.snapshot.zxid, again.base, again.lastZxid]).toEqual([9, 9, 10]);
  expect(zxids(again)).toEqual([10]);
});

test('a change of files that a crash has cut short counts for nothing', async () => {
  await diskWith(1, 2);
  appendFileSync(join(folder, 'log.1'), 'half');
  appendFileSync(join(folder, 'snapshot.new'), 'half');
  expect(zxids(new FileDisk(folder))).toEqual([1, 2]);
  expect(['log.1', 'snapshot.new'].map(name => existsSync(join(folder, name)))).toEqual([
    false,
    false,
  ]);
});
