import { expect, test } from 'vitest';
import { clients, simulate } from '../../../src/generator/index.ts';
import { seededRandom } from '../../../src/random.ts';
import { doubleBarrier } from '../../../workloads/double-barrier/workload.ts';
import { anEnsemble } from '../../kit/an-ensemble.ts';

test('groups of three go through the same rounds, entering and leaving in turn', () => {
  const options = {
    reads: 'quorum',
    keys: 1,
    concurrency: 7,
    ensemble: anEnsemble,
    random: seededRandom(1),
  } as const;
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

test('a member that fell behind joins the round that the others are at', () => {
  const options = {
    reads: 'quorum',
    keys: 1,
    concurrency: 3,
    ensemble: anEnsemble,
    random: seededRandom(1),
  } as const;
  const events = simulate(clients(doubleBarrier.create(options).generator), {
    threads: 3,
    limit: 200,
    imagine: ({ process, f }) => ({
      latencyNs: process === 0 ? 5e6 : 1e6,
      type: f === 'enter' && process === 0 ? 'fail' : 'ok',
    }),
  });
  const calls = events.filter(event => event.type === 'invoke' && event.f === 'enter');
  const roundOf = (key: unknown): number => Number(String(key).split('-')[1]);
  const lag = calls.map(
    (call, at) =>
      Math.max(...calls.slice(0, at + 1).map(({ key }) => roundOf(key))) - roundOf(call.key),
  );
  expect(calls.some(call => call.process === 0 && roundOf(call.key) > 5)).toBe(true);
  expect(Math.max(...lag)).toBe(0);
});
