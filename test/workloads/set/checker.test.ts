import { describe, expect, test } from 'vitest';
import { set as setModel } from '../../../src/model/set.ts';
import { seededRandom } from '../../../src/random.ts';
import { setFull } from '../../../workloads/set/checker.ts';
import { judged, verdictOn } from '../../kit/judge.ts';
import { history, type Op } from '../../kit/notation.ts';
import { isLinearizable } from '../../oracle/brute-force.ts';
import { randomIntervals } from '../../oracle/random-intervals.ts';

const add = (value: number, zxid: number, more: Partial<Op> = {}): Op => ({
  ...{ process: 0, key: 0, f: 'add', value, output: value, zxid },
  ...more,
});
const read = (values: readonly number[], more: Partial<Op> = {}): Op => ({
  ...{ process: 1, key: 0, f: 'read', output: values, zxid: 0 },
  ...more,
});
/** What each node lists, as {value: zxid}. */
const last = (...births: readonly Record<number, number>[]): Op => ({
  process: 2,
  key: 0,
  f: 'read-everywhere',
  output: births.map((each, at) => ({
    node: `n${at + 1}`,
    at: '0x64',
    births: Object.fromEntries(
      Object.entries(each).map(([value, zxid]) => [value, `0x${zxid.toString(16)}`]),
    ),
  })),
});
const judge = (...ops: readonly Op[]) => judged(setFull('quorum'), history(...ops));
const judgeLocal = (...ops: readonly Op[]) => judged(setFull('local'), history(...ops));

const both = { 1: 10, 2: 20 };

describe('at the end', () => {
  test('all that was added is on every node -> valid', () => {
    expect(judge(add(1, 10), add(2, 20), last(both, both))).toBe(true);
  });

  test('an added element is not on one node -> lost-write', () => {
    expect(judge(add(1, 10), add(2, 20), last(both, { 1: 10 }))).toEqual(['lost-write']);
  });

  test('an element that was read, of an add in doubt, is gone -> lost-write', () => {
    const doubtful = add(2, 20, { type: 'info', process: 9 });
    expect(judge(add(1, 10), doubtful, read([1, 2]), last({ 1: 10 }, { 1: 10 }))).toEqual([
      'lost-write',
      'lost-write',
    ]);
    expect(judge(add(1, 10), doubtful, read([1]), last({ 1: 10 }, { 1: 10 }))).toBe(true);
  });

  test('an add in doubt is on one node and not on another -> replica-divergence; on all -> valid', () => {
    const doubtful = add(2, 20, { type: 'info', process: 9 });
    expect(judge(add(1, 10), doubtful, last(both, { 1: 10 }))).toEqual(['replica-divergence']);
    expect(judge(add(1, 10), doubtful, last(both, both))).toBe(true);
  });

  test('an element that nobody added, or in vain -> phantom', () => {
    expect(judge(add(1, 10), last(both, both))).toEqual(['phantom']);
    const vain = add(2, 20, { type: 'fail' });
    expect(judge(add(1, 10), vain, last(both, both))).toEqual(['phantom']);
  });

  test('a node names another zxid -> conflicting-zxid', () => {
    expect(judge(add(1, 10), last({ 1: 10 }, { 1: 11 }))).toEqual(['conflicting-zxid']);
    expect(judge(add(1, 9), last({ 1: 10 }, { 1: 10 }))).toEqual(['conflicting-zxid']);
  });

  test('not read on every node, or nothing added -> unknown', () => {
    expect(judge(add(1, 10))).toBe('unknown');
    expect(judge(read([]), last({}, {}))).toBe('unknown');
  });
});

test('a later add with a lower zxid -> real-time-order; at the same time -> valid', () => {
  const swapped = { 1: 20, 2: 10 };
  expect(judge(add(1, 20), add(2, 10), last(swapped, swapped))).toEqual(['real-time-order']);
  const overlapping = add(2, 10, { process: 3, at: [1, 2] });
  expect(judge(add(1, 20, { at: [1, 3] }), overlapping, last(swapped, swapped))).toBe(true);
});

test('a strong read that misses an element -> stale-read; a plain one -> valid', () => {
  const ops = [add(1, 10), read([]), last({ 1: 10 })];
  expect(judge(...ops)).toEqual(['stale-read']);
  expect(judgeLocal(...ops)).toBe(true);
});

test('latencies are those of set-full', () => {
  const recorded = history(
    add(1, 10, { at: [0, 10] }),
    read([], { at: [30, 31] }),
    read([1], { at: [40, 41] }),
    { ...last({ 1: 10 }), at: [50, 51] },
  );
  const { counts } = verdictOn(setFull('local'), recorded);
  expect(counts).toMatchObject({ stable: 1, lost: 0, 'never read': 0, 'stable after max ms': 20 });
});

test('an element and its reads: invalid exactly where no order explains them', () => {
  const random = seededRandom(7);
  const seen = { valid: 0, invalid: 0 };
  for (let round = 0; round < 300; round++) {
    const intervals = randomIntervals(4, random);
    const ops = intervals.map((at, process): Op => {
      const type = random.pick(['ok', 'ok', 'info', 'fail'] as const);
      if (process === 0) return add(1, 10, { type, at });
      return read(random.intBelow(2) === 0 ? [] : [1], { process, at });
    });
    const recorded = history(...ops);
    const right = isLinearizable(recorded, setModel);
    const found = judged(setFull('quorum'), recorded);
    seen[right ? 'valid' : 'invalid'] += 1;
    expect(Array.isArray(found)).toBe(!right);
  }
  expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(20);
});
