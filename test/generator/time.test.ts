import { expect, test } from 'vitest';
import { clients, delay, limit, nothing, stagger, timeLimit } from '../../src/generator/index.ts';
import { seededRandom } from '../../src/random.ts';
import { invocations, numbered } from '../kit/trace.ts';

const timesOf = (words: readonly string[]): number[] => words.map(word => Number.parseFloat(word));

test('stagger at a fixed seed gives the same times again', () => {
  const run = (): string[] =>
    invocations(clients(limit(4, stagger(seededRandom(7), 10, numbered('a')))), { threads: 2 });
  expect(run()).toEqual(run());
  expect(run()[0]).toBe('0 p0 a0');
});

test('stagger: the mean time between operations is over all threads', () => {
  const staggered = clients(limit(2001, stagger(seededRandom(1), 10, numbered('a'))));
  const times = timesOf(invocations(staggered, { threads: 5 }));
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  const mean = (times.at(-1) ?? 0) / gaps.length;
  expect(mean).toBeGreaterThan(9.5);
  expect(mean).toBeLessThan(10.5);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(20);
});

test('stagger of 0 waits for nobody', () => {
  const fast = clients(limit(4, stagger(seededRandom(1), 0, numbered('a'))));
  expect(invocations(fast, { threads: 2 })).toEqual(['0 p0 a0', '0 p1 a1', '1 p0 a2', '1 p1 a3']);
});

test('stagger draws the same whatever else happens', () => {
  const alone = clients(limit(5, stagger(seededRandom(3), 50, numbered('a'))));
  const times = timesOf(invocations(alone, { threads: 1 }));
  const again = clients(limit(5, stagger(seededRandom(3), 50, numbered('a'))));
  expect(timesOf(invocations(again, { threads: 9 }))).toEqual(times);
});

test('delay keeps operations that far apart', () => {
  const delayed = clients(limit(3, delay(10, numbered('a'))));
  expect(invocations(delayed, { threads: 1 })).toEqual(['0 p0 a0', '10 p0 a1', '20 p0 a2']);
});

test('delay does not hurry after a long operation', () => {
  const delayed = clients(limit(3, delay(10, numbered('a'))));
  const imagine = () => ({ latencyNs: 100e6, type: 'ok' as const });
  expect(timesOf(invocations(delayed, { threads: 1, imagine }))).toEqual([0, 100, 200]);
});

test('timeLimit counts from the first time it is asked', () => {
  const limited = clients(timeLimit(25, delay(10, numbered('a'))));
  expect(invocations(limited, { threads: 1 })).toEqual(['0 p0 a0', '10 p0 a1', '20 p0 a2']);
});

test('timeLimit excludes its end', () => {
  const limited = clients(timeLimit(20, delay(10, numbered('a'))));
  expect(timesOf(invocations(limited, { threads: 1 }))).toEqual([0, 10]);
});

test('timeLimit of nothing is done', () => {
  expect(invocations(timeLimit(20, nothing), { threads: 1 })).toEqual([]);
});
