import { expect, test } from 'vitest';
import { staleness } from '../../../workloads/timeliness/checker.ts';
import { judged, verdictOn } from '../../kit/judge.ts';
import { history, type Op } from '../../kit/notation.ts';

/** Times are in seconds. */
const write = (version: number, seconds: number, more: Partial<Op> = {}): Op => ({
  ...{ key: 0, f: 'write', output: version, at: [seconds * 1000, seconds * 1000 + 1] },
  ...more,
});
const read = (version: number, seconds: number, more: Partial<Op> = {}): Op => ({
  ...{ process: 1, key: 0, f: 'read', output: version },
  at: [seconds * 1000, seconds * 1000 + 1],
  ...more,
});
const judge = (...ops: readonly Op[]) => judged(staleness, history(...ops));
const writes = [write(1, 1), write(2, 20)];
const fault = (f: string, seconds: number): Op => ({
  ...{ process: 'nemesis', f, at: [seconds * 1000, seconds * 1000] },
});

test('a read that is stale for less than the bound -> valid; for more -> stale-read', () => {
  expect(judge(...writes, read(1, 23))).toBe(true);
  expect(judge(...writes, read(1, 25))).toEqual(['stale-read']);
});

test('while a fault is active, or less than 9 s after, a read is not judged', () => {
  const kept = read(1, 20.5);
  expect(judge(...writes, fault('kill', 19), kept, fault('start', 21), read(1, 25))).toBe(
    'unknown',
  );
  expect(judge(...writes, fault('kill', 3), fault('start', 14), kept, read(1, 25))).toEqual([
    'stale-read',
  ]);
  expect(judge(...writes, fault('kill', 3), fault('start', 17), read(2, 30), read(1, 25))).toBe(
    true,
  );
});

test('a replica that froze in a fault and never catches up -> stale-read; one that does -> valid', () => {
  const frozen = [...writes, fault('pause', 19), read(1, 21), fault('resume', 22)];
  expect(judge(...frozen, read(1, 30.9), read(1, 32))).toEqual(['stale-read']);
  expect(judge(...frozen, read(1, 30.9), read(2, 32))).toBe(true);
});

test('more versions than writes were tried -> phantom; a write in doubt may be read', () => {
  expect(judge(...writes, read(1, 21), read(3, 22))).toEqual(['phantom']);
  const doubtful = write(3, 21, { process: 9, type: 'info', output: null });
  expect(judge(...writes, read(1, 20.5), doubtful, read(3, 22))).toBe(true);
});

test('a later write with a lower version -> real-time-order', () => {
  expect(judge(write(2, 1), write(1, 2), read(1, 3))).toContain('real-time-order');
});

test('a session reads less than before -> monotonic-reads; another one -> valid', () => {
  expect(judge(...writes, read(2, 21), read(1, 22))).toEqual(['monotonic-reads']);
  expect(judge(...writes, read(2, 21), read(1, 22, { process: 2 }))).toBe(true);
});

test('nothing was read -> unknown; nothing was stale -> valid', () => {
  expect(judge(...writes)).toBe('unknown');
  expect(judge(...writes, read(2, 21))).toBe(true);
});

test('ages are counted by what the node said of its role last', () => {
  const role = (output: string, seconds: number): Op => ({
    ...{ process: 2, f: 'role', output, at: [seconds * 1000, seconds * 1000 + 1] },
  });
  const ops = [...writes, role('follower', 10), read(1, 20.5), role('leader', 21), read(2, 22)];
  expect(verdictOn(staleness, history(...ops)).counts).toMatchObject({
    ...{ 'follower reads': 1, 'follower stale': 1, 'follower age max ms': 499 },
    ...{ 'leader reads': 1, 'leader stale': 0 },
  });
});
