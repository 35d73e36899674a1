import { expect, test } from 'vitest';
import type { Event } from '../../../src/history/event.ts';
import { historyOf } from '../../../src/history/history.ts';
import { following } from '../../../workloads/config/checker.ts';
import type { Seen } from '../../../workloads/config/client.ts';

const budget = { timeMs: 10_000, memoryMb: 100, elapsedMs: () => 0 };

/** An operation and its answer, one after the other. */
type Step = readonly [Event, Event];

let index = 0;
function step(process: number, f: string, asked: unknown, answered: Partial<Event>): Step {
  const at = index;
  index += 2;
  const common = { process, f, value: asked, key: 0, session: BigInt(process) };
  return [
    { ...common, index: at, type: 'invoke', time: at },
    { ...common, index: at + 1, type: 'ok', time: at + 1, ...answered },
  ];
}
const put = (version: number, value: number, process = 0): Step =>
  step(process, 'publish', value, { value: [version, value] });
const failedPut = (value: number): Step => step(0, 'publish', value, { type: 'fail' });
const unsurePut = (value: number): Step => step(0, 'publish', value, { type: 'info' });
const follow = (process: number, from: Seen, to: Seen, told = true): Step =>
  step(process, 'follow', null, { value: { from, to, told } });
const last = (process: number, seen: Seen): Step =>
  step(process, 'follow', 'last', { value: { from: seen, to: seen, told: false } });

function judge(...steps: readonly Step[]): readonly string[] | boolean | 'unknown' {
  const verdict = following.check(historyOf(steps.flat()), budget);
  return verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : verdict.valid;
}
/** The first of two operations is answered only after the second. */
function overlapping([call, answer]: Step, [laterCall, laterAnswer]: Step): readonly Step[] {
  return [
    [call, { ...laterCall, index: answer.index, time: answer.time }],
    [
      { ...laterAnswer, index: laterCall.index, time: laterCall.time },
      { ...answer, index: laterAnswer.index, time: laterAnswer.time },
    ],
  ];
}

const empty: Seen = [0, null];
const one: Seen = [1, 5];
const two: Seen = [2, 6];

test('changes in their order, each told before -> valid', () => {
  expect(
    judge(put(1, 5), follow(1, empty, one), put(2, 6), follow(1, one, two), last(1, two)),
  ).toBe(true);
});

test('a change read before its event -> untold', () => {
  expect(judge(put(1, 5), follow(1, empty, one, false))).toEqual(['untold']);
});

test('an older version in the next operation, or in the same -> back; of another session -> valid', () => {
  const start = (): readonly Step[] => [put(1, 5), put(2, 6), follow(1, one, two)];
  expect(judge(...start(), follow(1, one, two))).toEqual(['back']);
  expect(judge(...start(), follow(2, one, two))).toBe(true);
  expect(judge(put(1, 5), put(2, 6), follow(1, two, one))).toEqual(['back']);
});

test('a value that nobody published, or in vain -> phantom; in doubt -> valid', () => {
  expect(judge(follow(1, empty, one))).toEqual(['phantom']);
  expect(judge(failedPut(5), follow(1, empty, one))).toEqual(['phantom']);
  expect(judge(unsurePut(5), follow(1, empty, one))).toBe(true);
});

test('a value that is published only afterwards -> phantom', () => {
  expect(judge(follow(1, empty, one), put(1, 5))).toEqual(['phantom']);
});

test('a value with another version than it was published with -> phantom', () => {
  expect(judge(put(1, 5), follow(1, empty, [2, 5]))).toEqual(['phantom']);
  expect(judge(put(2, 5), follow(1, empty, [2, 5]))).toBe(true);
});

test('a version with two values -> two-faced', () => {
  expect(judge(put(1, 5), unsurePut(6), follow(1, empty, one), follow(2, empty, [1, 6]))).toEqual([
    'two-faced',
  ]);
});

test('a later publication with a lower version -> order; at the same time -> valid', () => {
  expect(judge(put(2, 6), put(1, 5, 9), follow(1, empty, one))).toEqual(['order']);
  expect(judge(...overlapping(put(2, 6), put(1, 5, 9)), follow(1, empty, one))).toBe(true);
});

test('a strong read that misses an acknowledged publication -> last', () => {
  const steps = (): readonly Step[] => [put(1, 5), follow(1, empty, one), put(2, 6)];
  expect(judge(...steps(), last(1, one))).toEqual(['last']);
  expect(judge(...steps(), last(1, two))).toBe(true);
});

test('nobody saw a change -> unknown', () => {
  expect(judge(put(1, 5), follow(1, one, one))).toBe('unknown');
});
