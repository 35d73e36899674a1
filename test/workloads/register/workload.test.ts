import { expect, test } from 'vitest';
import type { Workload } from '../../../src/contract.ts';
import { clients, sequence, simulate } from '../../../src/generator/index.ts';
import type { Event } from '../../../src/history/event.ts';
import { seededRandom } from '../../../src/random.ts';
import { register } from '../../../workloads/register/workload.ts';
import { anEnsemble } from '../../kit/an-ensemble.ts';

const create = (concurrency: number, keys: number): Workload =>
  register.create({
    reads: 'quorum',
    keys,
    concurrency,
    ensemble: anEnsemble,
    random: seededRandom(5),
  });

function invocations(workload: Workload, threads: number, limit: number): readonly Event[] {
  const events = simulate(clients(workload.generator), { threads, limit });
  return events.filter(event => event.type === 'invoke');
}
const keysOf = (events: readonly Event[]): ReadonlySet<unknown> =>
  new Set(events.map(event => event.key));

test('half of the threads read, the others write twice as often as they compare and set', () => {
  const events = invocations(create(6, 1), 6, 3000);
  const counts = ['read', 'write', 'cas'].map(f => events.filter(event => event.f === f).length);
  const [reads = 0, writes = 0, sets = 0] = counts;
  expect(reads + writes + sets).toBe(events.length);
  expect(reads / events.length).toBeCloseTo(1 / 2, 1);
  expect(writes / events.length).toBeCloseTo(1 / 3, 1);
  const readers = new Set(events.filter(event => event.f === 'read').map(event => event.process));
  expect(readers).toEqual(new Set([0, 1, 2]));
  const values = events.flatMap(({ value }) => (value === null ? [] : [value].flat()));
  expect(new Set(values)).toEqual(new Set([0, 1, 2]));
});

test.each([
  { concurrency: 12, keys: 1, inUse: 1 },
  { concurrency: 12, keys: 8, inUse: 2 },
  { concurrency: 10, keys: 8, inUse: 1 },
  { concurrency: 2, keys: 8, inUse: 1 },
])('$concurrency threads, $keys keys: $inUse in use, each by several threads', of => {
  const first = invocations(create(of.concurrency, of.keys), of.concurrency, 2 * of.concurrency);
  expect(keysOf(first).size).toBe(of.inUse);
});

test('a key is done after 200 operations, and keys follow each other', () => {
  const events = invocations(create(3, 1), 3, 1400);
  expect(events.slice(0, 600).map(event => event.key)).toEqual(
    Array.from({ length: 600 }, (_, at) => Math.floor(at / 200)),
  );
});

test('at the end every key used is read by three threads', () => {
  const workload = create(6, 2);
  const { generator, finalGenerator } = workload;
  const load = simulate(clients(generator), { threads: 6, limit: 2000 });
  const used = keysOf(load);
  const reads = simulate(clients(sequence(finalGenerator ?? generator)), { threads: 6 });
  const byKey = [...used].map(
    key => new Set(reads.filter(read => read.key === key).map(read => read.process)).size,
  );
  expect(used.size).toBeGreaterThan(4);
  expect(byKey).toEqual([...used].map(() => 3));
  expect(reads.every(read => read.f === 'read' && used.has(read.key ?? ''))).toBe(true);
});
