import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { encodeEvent } from '../../src/history/jsonl.ts';
import { checkStored } from '../../src/judge/check.ts';
import { type TestRecord, type VerdictRecord, writeRecord } from '../../src/store/results.ts';
import { inFolder } from '../kit/fake-run.ts';
import { never } from '../kit/never.ts';
import { eventsOf } from '../kit/notation.ts';
import { TEST } from '../kit/sample-records.ts';

/** A worker thread loads its checkers first, which takes seconds on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

const record = (
  checkers: TestRecord['workload']['checkers'],
  ending: TestRecord['ending'] = 'complete',
): TestRecord => ({
  ...TEST,
  ending,
  workload: { ...TEST.workload, checkers },
});

/** Writes of these values, the first on key 0, the second on key 1, ... */
function writesOf(values: readonly number[]): string {
  const writes = values.map((value, key) => ({ process: key, key, f: 'write', value }));
  const lines = eventsOf(writes).map(event => `${encodeEvent(event)}\n`);
  return lines.join('');
}

async function store(folder: string, test: TestRecord, history: string): Promise<void> {
  await writeRecord(folder, { test });
  writeFileSync(join(folder, 'history.jsonl'), history);
}

const check = (folder: string, worker = '../kit/check-worker.mjs'): Promise<VerdictRecord> =>
  checkStored(folder, {
    workerUrl: new URL(worker, import.meta.url),
    threads: 2,
    limits: { timeMs: 20_000, memoryMb: 64 },
    clock: systemClock(),
    signal: never,
  });

const verdictOf = ({ checks }: VerdictRecord, name: string): unknown =>
  checks.find(check => check.name === name)?.verdict;

const eachKey = { name: 'each key', perKey: true };
const whole = { name: 'whole', perKey: false };

test('keys are shared out over workers, and each is looked at once', () =>
  inFolder(async folder => {
    await store(folder, record([eachKey, whole]), writesOf([1, 2, 3, 4, 5]));
    const found = await check(folder);
    const all = { valid: true, counts: { operations: 5, keys: 5 } };
    expect(found.checks.map(({ name }) => name)).toEqual(['run', 'each key', 'whole']);
    expect(verdictOf(found, 'each key')).toEqual(all);
    expect(verdictOf(found, 'whole')).toEqual(all);
    expect(found).toMatchObject({ valid: true, cut: [], counts: { 'write ok': 5 } });
  }));

test('one bad key makes the run invalid; a second check says the same', () =>
  inFolder(async folder => {
    await store(folder, record([eachKey]), writesOf([1, 13, 3]));
    const found = await check(folder);
    expect(found.valid).toBe(false);
    expect(verdictOf(found, 'each key')).toMatchObject({ anomalies: [{ operations: [2] }] });
    const stored = readFileSync(join(folder, 'verdict.json'), 'utf8');
    expect(JSON.parse(stored)).toEqual(found);
    expect(await check(folder)).toEqual(found);
    expect(readFileSync(join(folder, 'verdict.json'), 'utf8')).toBe(stored);
  }));

test('a history without keys is one shard', () =>
  inFolder(async folder => {
    const history = writesOf([1]).replaceAll('"key":0,', '');
    await store(folder, record([eachKey]), history);
    expect(verdictOf(await check(folder), 'each key')).toEqual({
      valid: true,
      counts: { operations: 1, keys: 0 },
    });
  }));

test('a checker that throws is unknown', () =>
  inFolder(async folder => {
    await store(folder, record([whole, { name: 'throwing', perKey: false }]), writesOf([1]));
    const found = await check(folder);
    expect(found.valid).toBe('unknown');
    expect(verdictOf(found, 'throwing')).toMatchObject({
      valid: 'unknown',
      why: expect.stringContaining('a bug'),
    });
    expect(verdictOf(found, 'whole')).toMatchObject({ valid: true });
  }));

test('a checker that cannot read the history blames the history', () =>
  inFolder(async folder => {
    await store(folder, record([{ name: 'strict', perKey: false }]), writesOf([1]));
    expect(verdictOf(await check(folder), 'strict')).toMatchObject({
      valid: 'unknown',
      why: 'the history holds what this checker cannot read: write: expected a word, found 1',
    });
  }));

describe('operations that were recorded but not judged', () => {
  const answering = (operations: number): Promise<unknown> =>
    inFolder(async folder => {
      await store(folder, record([eachKey]), writesOf([1, 2, 3]));
      const verdicts = { 'each key': { valid: true, counts: {} } } as const;
      const found = await checkStored(folder, {
        doTask: async () => ({ operations, verdicts }),
        ...{ limits: { timeMs: 20_000, memoryMb: 64 }, clock: systemClock(), signal: never },
      });
      return verdictOf(found, 'each key');
    });
  test('none: valid', async () => expect(await answering(3)).toEqual({ valid: true, counts: {} }));
  test('one: unknown', async () =>
    expect(await answering(2)).toMatchObject({
      ...{ valid: 'unknown' },
      why: '2 operations were judged, but 3 were recorded: the harness lost some',
    }));
});

test('a worker that cannot be loaded leaves its checkers unknown', () =>
  inFolder(async folder => {
    await store(folder, record([eachKey]), writesOf([1]));
    expect(verdictOf(await check(folder, './no-such-worker.mjs'), 'each key')).toMatchObject({
      valid: 'unknown',
      why: expect.stringContaining('no-such-worker.mjs'),
    });
  }));

test('a checker that runs out of memory is unknown, and the others decide', () =>
  inFolder(async folder => {
    await store(folder, record([eachKey, { name: 'hungry', perKey: false }]), writesOf([1]));
    const found = await check(folder);
    expect(verdictOf(found, 'hungry')).toEqual({
      valid: 'unknown',
      why: 'it ran out of its 64 MB',
      counts: {},
    });
    expect(verdictOf(found, 'each key')).toMatchObject({ valid: true });
  }));

test('a history that was cut is checked as far as it goes, and said to be cut', () =>
  inFolder(async folder => {
    await store(folder, record([eachKey], 'running'), writesOf([1, 2]));
    appendFileSync(join(folder, 'history.jsonl'), '{"index":4,"type":"inv');
    const found = await check(folder);
    expect(found.cut).toEqual([
      'the run was killed before its end',
      'the last line of the history was cut',
    ]);
    expect(found.valid).toBe('unknown');
    expect(verdictOf(found, 'each key')).toMatchObject({ valid: true, counts: { operations: 2 } });
  }));

test('a folder that is no run gets one clear error', () =>
  inFolder(async folder => {
    await expect(check(folder)).rejects.toThrow(
      `${join(folder, 'test.json')}: expected the record of a run, found nothing`,
    );
  }));
