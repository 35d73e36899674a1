import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../src/contract.ts';
import { limitsKept } from '../../../workloads/limits/checker.ts';
import { BATCH_CHILDREN, MOST_DATA_BYTES } from '../../../workloads/limits/client.ts';
import { anomaliesOf, verdictOn } from '../../kit/judge.ts';
import { history, type Op } from '../../kit/notation.ts';

/** A size that is refused. */
const LONG = MOST_DATA_BYTES + 1;
const EPOCH = { zxid: 1n << 32n };

/** Each of a process of its own, invoked at a time of its own. */
const at = (ms: number): Pick<Op, 'process' | 'at'> => ({ process: ms, at: [ms, ms + 1] });

const put = (id: number, bytes: number, output: string, ms: number): Op => ({
  f: 'put',
  value: { id, bytes },
  output,
  ...EPOCH,
  ...at(ms),
});
const get = (id: number, output: unknown, ms: number): Op => ({
  f: 'get',
  value: id,
  output,
  ...EPOCH,
  ...at(ms),
});
const list = (output: unknown, ms: number): Op => ({
  f: 'list',
  value: null,
  output,
  ...at(ms),
});

/** One stored, one refused, a long name, a batch of children; all of them looked at. */
const stored = put(1, 1_000, 'accepted', 1);
const refused = put(2, LONG, 'refused', 3);
const name: Op = { f: 'name', value: { id: 3, bytes: 500 }, output: 'accepted', ...at(5) };
const spawned: Op = { f: 'spawn', value: 4, ...at(7) };
const found = get(1, { bytes: 1_000, intact: true }, 9);
const listed = list([[4, BATCH_CHILDREN]], 11);
const all = [stored, refused, name, spawned, found, listed];

/** What the nemesis does comes before what happens at the same time. */
const check = (ops: readonly Op[], acts: readonly Op[] = []): Verdict =>
  verdictOn(limitsKept, history(acts, ops));
const anomalies = (ops: readonly Op[], acts?: readonly Op[]): readonly string[] =>
  anomaliesOf(check(ops, acts));
const healed = (ms: number): Op => ({ process: 'nemesis', f: 'start', at: [ms, ms] });

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

describe('data-corruption', () => {
  test.each([
    ['other bytes', { bytes: 1_000, intact: false }],
    ['fewer bytes', { bytes: 999, intact: true }],
  ])('%s', (_, got) => expect(anomalies(all.with(4, get(1, got, 9)))).toEqual(['data-corruption']));
});

describe('inconsistent-limit', () => {
  const longer = put(5, LONG, 'accepted', 13);
  test('as long as what was refused is taken', () => {
    expect(anomalies([...all, put(5, MOST_DATA_BYTES, 'accepted', 13)])).toEqual([]);
    expect(anomalies([...all, longer])).toEqual(['inconsistent-limit', 'over-limit-accepted']);
  });
  test('a refusal before the last act of the nemesis may be a fault', () => {
    const heal = healed(4);
    expect(anomalies([...all, longer], [heal])).toEqual(['over-limit-accepted']);
    const beside = { ...put(5, 9, 'refused', 3), process: 5 };
    expect(anomalies([...all, beside], [heal])).toEqual([]);
  });
  test('names and data have limits of their own', () => {
    expect(anomalies([...all, { ...longer, f: 'name' }])).toEqual([]);
    const short: Op = { f: 'name', value: { id: 6, bytes: 400 }, output: 'refused', ...at(15) };
    expect(anomalies([...all, short])).toEqual(['inconsistent-limit']);
  });
});

test('data within the limit is refused, data above it taken -> within-limit-refused, over-limit-accepted', () => {
  const beside = all.filter(op => op !== refused);
  expect(anomalies([...all, put(5, MOST_DATA_BYTES, 'refused', 13)])).toEqual([
    'within-limit-refused',
  ]);
  expect(anomalies([...beside, put(5, LONG, 'accepted', 13)])).toEqual(['over-limit-accepted']);
});

describe('names of a length far below the limit', () => {
  const given = (id: number, rest: Partial<Op>): Op => ({
    ...{ f: 'name', value: { id, bytes: 250_000 } },
    ...{ type: 'info', error: { name: 'CONNECTIONLOSS' }, ...at(10 + 2 * id), ...rest },
  });
  const lost = [5, 6, 7].map(id => given(id, {}));
  test('that are lost three times, and never taken -> within-limit-refused', () =>
    expect(anomalies([...all, ...lost])).toEqual(['within-limit-refused']));
  test('of which one is taken -> valid', () => {
    const { error: _, ...taken } = given(8, { type: 'ok', output: 'accepted' });
    expect(anomalies([...all, ...lost, taken])).toEqual([]);
  });
  test('that were lost before the last act of the nemesis -> valid', () =>
    expect(anomalies([...all, ...lost], [healed(25)])).toEqual([]));
});

describe('lost-write', () => {
  test('data that was acknowledged is not there', () => {
    expect(anomalies([...all, get(1, null, 13)])).toEqual(['lost-write']);
    expect(anomalies([...all, { f: 'drop', value: 1, ...at(12) }, get(1, null, 13)])).toEqual([]);
    expect(anomalies([...all, get(2, null, 13)])).toEqual([]);
  });
  test('a batch that was acknowledged is not listed', () => {
    expect(anomalies([...all, list([], 13)])).toEqual(['lost-write']);
    expect(anomalies(all.with(3, { ...spawned, type: 'info' }).with(5, list([], 13)))).toEqual([]);
  });
});

describe('phantom', () => {
  const got = { bytes: LONG, intact: true };
  test('data that was refused is there', () => {
    expect(anomalies([...all, get(2, got, 13)])).toEqual(['phantom']);
  });
  test('what a fault hung up on may have been stored, read and dropped', () => {
    const heal = healed(4);
    expect(anomalies([...all, get(2, got, 13)], [heal])).toEqual([]);
  });
  test('data that nobody has sent, or only later, is there', () => {
    expect(anomalies([...all, get(9, got, 13)])).toEqual(['phantom']);
    expect(anomalies([...all, get(9, got, 13), put(9, LONG, 'lost', 15)])).toEqual(['phantom']);
  });
  test('a batch is listed that nobody has asked for', () => {
    const batches = [[4, BATCH_CHILDREN] as const, [5, BATCH_CHILDREN] as const];
    expect(anomalies([...all, list(batches, 13)])).toEqual(['phantom']);
  });
});

test('some children of a batch are listed -> partial-multi', () => {
  expect(anomalies([...all, list([[4, BATCH_CHILDREN - 1]], 13)])).toEqual(['partial-multi']);
});

describe('who outlives a refusal', () => {
  const alive = { ...get(1, { bytes: 1_000, intact: true }, 12), process: 13 };
  const over: Op = {
    ...put(7, LONG, '', 14),
    ...{ process: 13, type: 'info', error: { name: 'SESSIONEXPIRED' } },
  };
  test('a session is over after it -> early-expiry; in a fault -> valid', () => {
    expect(anomalies([...all, alive, over])).toEqual(['early-expiry']);
    expect(anomalies([...all, alive, over], [healed(15)])).toEqual([]);
  });
  test('a session that was not answered in quiet before may have ended in the last fault', () => {
    expect(anomalies([...all, over], [healed(11)])).toEqual([]);
    expect(anomalies([...all, alive, over], [healed(11)])).toEqual(['early-expiry']);
    expect(anomalies([...all, alive, over], [healed(12)])).toEqual([]);
  });
  test('another epoch begins -> needless-election; in a fault -> valid', () => {
    const later = { ...found, ...at(13), zxid: 2n << 32n };
    expect(anomalies([...all, later])).toEqual(['needless-election']);
    expect(anomalies([...all, later], [healed(12)])).toEqual([]);
  });
});

test.each([
  ['accepted', all.filter(op => op !== stored && op !== found)],
  ['refused in quiet', all.filter(op => op !== refused)],
  ['read back', all.filter(op => op !== found)],
  ['long names', all.filter(op => op !== name)],
  ['most children', all.filter(op => op !== listed)],
])('unknown without: %s', (what, ops) => {
  const verdict = check(ops);
  expect(verdict).toMatchObject({ valid: 'unknown', counts: { [what]: 0 } });
});
