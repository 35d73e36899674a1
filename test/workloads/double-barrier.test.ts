import { expect, test } from 'vitest';
import { clients, simulate } from '../../src/generator/index.ts';
import { seededRandom } from '../../src/random.ts';
import { doubleBarrier } from '../../workloads/double-barrier.ts';

test('groups of three go through the same rounds, entering and leaving in turn', () => {
  const options = { reads: 'quorum', keys: 1, concurrency: 7, random: seededRandom(1) } as const;
  const { generator } = doubleBarrier.create(options);
  const events = simulate(clients(generator), { threads: 7, limit: 240 });
  const calls = events.filter(event => event.type === 'invoke');
  expect(new Set(calls.map(call => call.process))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  const of = (process: number): readonly string[] =>
    calls.filter(call => call.process === process).map(({ f, key }) => `${f} ${key}`);
  expect(of(1).slice(0, 4)).toEqual(['enter 0-1', 'leave 0-1', 'enter 0-2', 'leave 0-2']);
  expect(of(2)).toEqual(of(1));
  expect(of(4)[0]).toBe('enter 1-1');
});
