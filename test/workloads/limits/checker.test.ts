import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../src/contract.ts';
import { limitsKept } from '../../../workloads/limits/checker.ts';
import { BATCH_CHILDREN, MOST_DATA_BYTES } from '../../../workloads/limits/client.ts';
import { type Act, type Timed, timed } from '../../kit/timed.ts';

const budget = { timeMs: 10_000, memoryMb: 100, elapsedMs: () => 0 };
/** A size that is refused. */
const LONG = MOST_DATA_BYTES + 1;
const EPOCH = { zxid: 1n << 32n, node: 'n1' };

const put = (id: number, bytes: number, output: string, callNs: number): Timed => ({
  f: 'put',
  value: { id, bytes },
  output,
  callNs,
  facts: EPOCH,
});
const get = (id: number, output: unknown, callNs: number): Timed => ({
  f: 'get',
  value: id,
  output,
  callNs,
  facts: EPOCH,
});
const list = (output: unknown, callNs: number): Timed => ({
  f: 'list',
  value: null,
  output,
  callNs,
});

/** One stored, one refused, a long name, a batch of children; all of them looked at. */
const stored = put(1, 1_000, 'accepted', 1);
const refused = put(2, LONG, 'refused', 3);
const name: Timed = { f: 'name', value: { id: 3, bytes: 500 }, output: 'accepted', callNs: 5 };
const spawned: Timed = { f: 'spawn', value: 4, callNs: 7 };
const found = get(1, { bytes: 1_000, intact: true }, 9);
const listed = list([[4, BATCH_CHILDREN]], 11);
const all = [stored, refused, name, spawned, found, listed];

const check = (told: readonly Timed[], acts: readonly Act[] = []): Verdict =>
  limitsKept.check(timed(told, acts), budget);
const anomalies = (told: readonly Timed[], acts?: readonly Act[]): readonly string[] => {
  const verdict = check(told, acts);
  return verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : [];
};

test('what is short is taken, what is long refused -> valid', () => {
  expect(check(all)).toEqual({
    valid: true,
    counts: {
      accepted: 1,
      'refused in quiet': 1,
      'largest accepted': 1_000,
      'smallest refused': LONG,
      'read back': 1,
      'long names': 1,
      'most children': BATCH_CHILDREN,
    },
  });
});

describe('altered', () => {
  test.each([
    ['other bytes', { bytes: 1_000, intact: false }],
    ['fewer bytes', { bytes: 999, intact: true }],
  ])('%s', (_, got) => expect(anomalies(all.with(4, get(1, got, 9)))).toEqual(['altered']));
});

describe('uneven', () => {
  const longer = put(5, LONG, 'accepted', 13);
  test('as long as what was refused is taken', () => {
    expect(anomalies([...all, put(5, MOST_DATA_BYTES, 'accepted', 13)])).toEqual([]);
    expect(anomalies([...all, longer])).toEqual(['uneven', 'taken']);
  });
  test('a refusal before the last act of the nemesis may be a fault', () => {
    const heal: Act = { f: 'start', type: 'info', timeNs: 4 };
    expect(anomalies([...all, longer], [heal])).toEqual(['taken']);
    expect(anomalies([...all, put(5, 9, 'refused', 3)], [heal])).toEqual([]);
  });
  test('names and data have limits of their own', () => {
    expect(anomalies([...all, { ...longer, f: 'name' }])).toEqual([]);
    const short: Timed = { f: 'name', value: { id: 6, bytes: 400 }, output: 'refused', callNs: 15 };
    expect(anomalies([...all, short])).toEqual(['uneven']);
  });
});

test('data within the limit is refused, data above it taken -> refused, taken', () => {
  const beside = all.filter(op => op !== refused);
  expect(anomalies([...all, put(5, MOST_DATA_BYTES, 'refused', 13)])).toEqual(['refused']);
  expect(anomalies([...beside, put(5, LONG, 'accepted', 13)])).toEqual(['taken']);
});

describe('lost', () => {
  test('data that was acknowledged is not there', () => {
    expect(anomalies([...all, get(1, null, 13)])).toEqual(['lost']);
    expect(anomalies([...all, { f: 'drop', value: 1, callNs: 12 }, get(1, null, 13)])).toEqual([]);
    expect(anomalies([...all, get(2, null, 13)])).toEqual([]);
  });
  test('a batch that was acknowledged is not listed', () => {
    expect(anomalies([...all, list([], 13)])).toEqual(['lost']);
    expect(anomalies(all.with(3, { ...spawned, type: 'info' }).with(5, list([], 13)))).toEqual([]);
  });
});

describe('ghost', () => {
  const got = { bytes: LONG, intact: true };
  test('data that was refused is there', () => {
    expect(anomalies([...all, get(2, got, 13)])).toEqual(['ghost']);
  });
  test('what a fault hung up on may have been stored, read and dropped', () => {
    const heal: Act = { f: 'start', type: 'info', timeNs: 4 };
    expect(anomalies([...all, get(2, got, 13)], [heal])).toEqual([]);
  });
  test('data that nobody has sent, or only later, is there', () => {
    expect(anomalies([...all, get(9, got, 13)])).toEqual(['ghost']);
    expect(anomalies([...all, get(9, got, 13), put(9, LONG, 'lost', 15)])).toEqual(['ghost']);
  });
  test('a batch is listed that nobody has asked for', () => {
    const batches = [[4, BATCH_CHILDREN] as const, [5, BATCH_CHILDREN] as const];
    expect(anomalies([...all, list(batches, 13)])).toEqual(['ghost']);
  });
});

test('some children of a batch are listed -> torn', () => {
  expect(anomalies([...all, list([[4, BATCH_CHILDREN - 1]], 13)])).toEqual(['torn']);
});

describe('who outlives a refusal', () => {
  const over: Timed = {
    ...put(7, LONG, '', 13),
    type: 'info',
    facts: { error: { name: 'SESSIONEXPIRED' } },
  };
  test('a session is over after it -> expired; in a fault -> valid', () => {
    expect(anomalies([...all, over])).toEqual(['expired']);
    expect(anomalies([...all, over], [{ f: 'start', type: 'info', timeNs: 14 }])).toEqual([]);
  });
  test('another epoch begins -> deposed; in a fault -> valid', () => {
    const later = { ...found, callNs: 13, facts: { zxid: 2n << 32n } };
    expect(anomalies([...all, later])).toEqual(['deposed']);
    expect(anomalies([...all, later], [{ f: 'start', type: 'info', timeNs: 12 }])).toEqual([]);
  });
});

test.each([
  ['accepted', all.filter(op => op !== stored && op !== found)],
  ['refused in quiet', all.filter(op => op !== refused)],
  ['read back', all.filter(op => op !== found)],
  ['long names', all.filter(op => op !== name)],
  ['most children', all.filter(op => op !== listed)],
])('unknown without: %s', (what, told) => {
  const verdict = check(told);
  expect(verdict).toMatchObject({ valid: 'unknown', counts: { [what]: 0 } });
});
