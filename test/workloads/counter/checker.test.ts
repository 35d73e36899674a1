import { expect, test } from 'vitest';
import type { Model } from '../../../src/model/model.ts';
import { seededRandom } from '../../../src/random.ts';
import { counting } from '../../../workloads/counter/checker.ts';
import { judged, verdictOn } from '../../kit/judge.ts';
import { history, type Op } from '../../kit/notation.ts';
import { isLinearizable } from '../../oracle/brute-force.ts';
import { randomIntervals } from '../../oracle/random-intervals.ts';

/** The zxid of a count is ten times the count, unless it is said. */
const seen = (count: number, mzxid = count * 10) => ({ count, mzxid: `0x${mzxid.toString(16)}` });
const add = (count: number, more: Partial<Op> = {}): Op => ({
  ...{ key: 0, f: 'add', output: seen(count) },
  ...more,
});
const read = (count: number, more: Partial<Op> = {}): Op => ({
  ...{ process: 1, key: 0, f: 'read', output: seen(count) },
  ...more,
});
const last = (...counts: readonly number[]): Op => ({
  process: 2,
  key: 0,
  f: 'read-everywhere',
  output: counts.map((count, at) => ({ node: `n${at + 1}`, at: '0x64', ...seen(count) })),
});
const judge = (...ops: readonly Op[]) => judged(counting('quorum'), history(...ops));
const judgeLocal = (...ops: readonly Op[]) => judged(counting('local'), history(...ops));
const doubtful: Op = { ...add(0), type: 'info', output: null, process: 9 };

test('two adds, seen by all -> valid; nothing added, or not read at the end -> unknown', () => {
  expect(judge(add(1), read(1), add(2), last(2, 2))).toBe(true);
  expect(judge(read(0), last(0))).toBe('unknown');
  expect(judge(add(1), read(1))).toBe('unknown');
});

test('more than was tried -> phantom; an add in doubt may count or not', () => {
  expect(judge(add(1), read(2), last(1))).toContain('phantom');
  expect(judge(add(1), doubtful, read(2), last(2))).toBe(true);
  expect(judge(add(1), doubtful, read(1), last(1))).toBe(true);
});

test('less than was acknowledged on one node at the end -> lost-write', () => {
  expect(judgeLocal(add(1), add(2), last(2, 1))).toEqual(['lost-write', 'stale-read']);
});

test('a strong read that misses an add -> stale-read; a plain one -> valid and counted', () => {
  const ops = [add(1), add(2), read(1), last(2)];
  expect(judge(...ops)).toContain('stale-read');
  expect(judgeLocal(...ops)).toBe(true);
  expect(verdictOn(counting('local'), history(...ops)).counts['stale reads']).toBe(1);
});

test('two adds that made the same count -> duplicate', () => {
  const both = [add(1, { at: [1, 5] }), add(1, { at: [2, 6], process: 3 })];
  expect(judgeLocal(...both, doubtful, last(2))).toEqual(['duplicate']);
});

test('a count with two zxids -> conflicting-zxid', () => {
  expect(judge(add(1), read(1, { output: seen(1, 11) }), last(1))).toContain('conflicting-zxid');
});

test('a higher count with a lower zxid -> zxid-order', () => {
  const late = add(2, { output: seen(2, 5), process: 3 });
  expect(judgeLocal(add(1), late)).toEqual(['zxid-order']);
});

test('a later add that made less -> real-time-order; at the same time -> valid', () => {
  expect(judgeLocal(add(2, { at: [1, 4] }), add(1, { at: [2, 5], process: 3 }), last(2))).toBe(
    true,
  );
  expect(judgeLocal(doubtful, add(2), add(1, { process: 3 }), last(2))).toContain(
    'real-time-order',
  );
});

test('a session that sees less than before -> monotonic-reads; another session, plainly -> valid', () => {
  const before = [add(1), add(2), read(2)];
  expect(judgeLocal(...before, read(1), last(2))).toEqual(['monotonic-reads']);
  expect(judgeLocal(...before, read(1, { process: 4 }), last(2))).toBe(true);
});

/** The state is the count. */
const model: Model<number> = {
  name: 'counter',
  init: 0,
  step: (count, { f, type, output }) => {
    const next = f === 'add' ? count + 1 : count;
    const told = (output as { readonly count?: number } | null)?.count;
    return type === 'ok' && told !== next ? undefined : next;
  },
  key: String,
  describeState: String,
};

test('strong reads and adds: what an order explains is never invalid, and most of the rest is', () => {
  const random = seededRandom(3);
  const found = { explained: 0, unexplained: 0, invalid: 0 };
  for (let round = 0; round < 200; round++) {
    const ops = randomIntervals(5, random).map((at, process): Op => {
      const type = random.pick(['ok', 'ok', 'ok', 'info'] as const);
      const count = random.intBelow(4);
      return random.intBelow(2) === 0
        ? add(count, { type, process, at })
        : read(count, { process, at });
    });
    const recorded = history(...ops);
    const invalid = Array.isArray(judged(counting('quorum'), recorded));
    const explained = isLinearizable(recorded, model);
    found[explained ? 'explained' : 'unexplained'] += 1;
    if (invalid) found.invalid += 1;
    if (explained) expect({ invalid, ops }).toEqual({ invalid: false, ops });
  }
  expect(found.explained).toBeGreaterThan(10);
  expect(found.invalid).toBeGreaterThan(0.9 * found.unexplained);
});
