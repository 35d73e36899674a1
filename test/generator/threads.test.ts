import { expect, test } from 'vitest';
import {
  clients,
  eachProcess,
  eachThread,
  independentKeys,
  limit,
  nothing,
  reserve,
  simulate,
} from '../../src/generator/index.ts';
import type { Event } from '../../src/history/event.ts';
import { numbered } from '../kit/trace.ts';

const invokes = (events: readonly Event[]): readonly Event[] =>
  events.filter(({ type }) => type === 'invoke');

/** What each process did: `{0: ['a', 'a'], 1: ['b']}`. */
function byProcess(events: readonly Event[], name: (event: Event) => string) {
  const found: Record<string, string[]> = {};
  for (const event of invokes(events))
    found[event.process] = [...(found[event.process] ?? []), name(event)];
  return found;
}

test('reserve gives each source its own threads, and the last the rest', () => {
  const reserved = reserve(
    [
      [1, limit(2, numbered('a'))],
      [2, limit(4, numbered('b'))],
    ],
    limit(2, numbered('c')),
  );
  const events = simulate(clients(reserved), { threads: 4 });
  expect(byProcess(events, ({ f }) => f)).toEqual({
    0: ['a', 'a'],
    1: ['b', 'b'],
    2: ['b', 'b'],
    3: ['c', 'c'],
  });
});

test('reserve waits for a source whose threads are busy', () => {
  const reserved = reserve([[1, limit(2, numbered('slow'))]], nothing);
  const imagine = () => ({ latencyNs: 5e6, type: 'ok' as const });
  const events = invokes(simulate(clients(reserved), { threads: 2, imagine }));
  expect(events.map(({ time }) => time)).toEqual([0, 5e6]);
});

test('eachThread: every thread has all operations', () => {
  const each = eachThread(thread => limit(2, () => ({ f: 'hello', value: thread })));
  const events = simulate(clients(each), { threads: 2 });
  expect(byProcess(events, ({ value }) => `${value}`)).toEqual({ 0: ['0', '0'], 1: ['1', '1'] });
});

test('eachThread goes on when the process is retired, eachProcess begins anew', () => {
  const imagine = ({ index }: Event) => ({
    latencyNs: 1e6,
    type: index === 0 ? ('info' as const) : ('ok' as const),
  });
  const run = (generator: ReturnType<typeof clients>): object =>
    byProcess(simulate(generator, { threads: 1, imagine }), ({ f, value }) => `${f}${value}`);
  expect(run(clients(eachThread(() => limit(2, numbered('a')))))).toEqual({ 0: ['a0'], 1: ['a1'] });
  expect(run(clients(eachProcess(() => limit(2, numbered('a')))))).toEqual({
    0: ['a0'],
    1: ['a0', 'a1'],
  });
});

test('independentKeys: groups of threads, each on a key of its own, the keys in order', () => {
  const keyed = limit(
    8,
    independentKeys(2, 2, () => numbered('w')),
  );
  const events = simulate(clients(keyed), { threads: 4 });
  expect(byProcess(events, ({ key, value }) => `k${key} ${value}`)).toEqual({
    0: ['k0 0', 'k2 0'],
    1: ['k0 1', 'k2 1'],
    2: ['k1 0', 'k3 0'],
    3: ['k1 1', 'k3 1'],
  });
});

test('independentKeys takes the next key when a source is done early', () => {
  const keyed = limit(
    3,
    independentKeys(1, 10, () => limit(1, numbered('w'))),
  );
  const events = invokes(simulate(clients(keyed), { threads: 1 }));
  expect(events.map(({ key }) => key)).toEqual([0, 1, 2]);
});

test('independentKeys: threads that are left over join the last group', () => {
  const keyed = limit(
    5,
    independentKeys(2, 100, () => numbered('w')),
  );
  const events = invokes(simulate(clients(keyed), { threads: 5 }));
  expect(events.map(({ process, key }) => `${process}:${key}`)).toEqual([
    '0:0',
    '1:0',
    '2:1',
    '3:1',
    '4:1',
  ]);
});

test('independentKeys: fewer threads than a key wants share one key', () => {
  const keyed = limit(
    3,
    independentKeys(9, 2, () => numbered('w')),
  );
  const events = invokes(simulate(clients(keyed), { threads: 3 }));
  expect(events.map(({ key }) => key)).toEqual([0, 0, 1]);
});

test('independentKeys keeps a group on its key when a process is retired', () => {
  const keyed = limit(
    3,
    independentKeys(1, 3, () => numbered('w')),
  );
  const imagine = () => ({ latencyNs: 1e6, type: 'info' as const });
  const events = invokes(simulate(clients(keyed), { threads: 1, imagine }));
  expect(events.map(({ process, key }) => `${process}:${key}`)).toEqual(['0:0', '1:0', '2:0']);
});

test('independentKeys says so when a key has no operation', () => {
  const empty = independentKeys(1, 3, () => nothing);
  expect(() => simulate(clients(empty), { threads: 1 })).toThrow(
    'independentKeys: expected an operation on key 0, found none',
  );
});
