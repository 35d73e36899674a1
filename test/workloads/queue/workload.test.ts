import { expect, test } from 'vitest';
import type { Workload } from '../../../src/contract.ts';
import { clients, sequence, simulate } from '../../../src/generator/index.ts';
import { seededRandom } from '../../../src/random.ts';
import { queue } from '../../../workloads/queue/workload.ts';
import { anEnsemble } from '../../kit/an-ensemble.ts';

const create = (): Workload =>
  queue.create({
    reads: 'quorum',
    keys: 2,
    concurrency: 6,
    ensemble: anEnsemble,
    random: seededRandom(5),
  });

test('every value is enqueued once, about as often as one is dequeued', () => {
  const events = simulate(clients(create().generator), { threads: 6, limit: 2000 });
  const calls = events.filter(event => event.type === 'invoke');
  const values = calls.flatMap(({ f, value }) => (f === 'enqueue' ? [value] : []));
  expect(new Set(values).size).toBe(values.length);
  expect(values.length / calls.length).toBeCloseTo(1 / 2, 1);
  expect(new Set(calls.map(call => call.key))).toEqual(new Set([0, 1]));
});

test('at the end every thread dequeues until it finds nothing', () => {
  const { finalGenerator, generator } = create();
  const last = sequence(finalGenerator ?? generator);
  const events = simulate(clients(last), { threads: 6, limit: 500 });
  const calls = events.filter(event => event.type === 'invoke');
  expect(calls.map(call => call.f)).toEqual(Array(6).fill('dequeue'));
});
