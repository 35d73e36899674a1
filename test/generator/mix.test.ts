import { expect, test } from 'vitest';
import type { Generator } from '../../src/contract.ts';
import {
  any,
  clients,
  delay,
  limit,
  mix,
  nemesis,
  nemesisBeside,
  phases,
  simulate,
} from '../../src/generator/index.ts';
import { seededRandom } from '../../src/random.ts';
import { invocations, numbered, operations } from '../kit/trace.ts';

test('mix at a fixed seed chooses the same again', () => {
  const run = (): string[] =>
    operations(clients(limit(20, mix(seededRandom(5), numbered('a'), numbered('b')))), {
      threads: 3,
    });
  expect(run()).toEqual(run());
  expect(new Set(run().map(word => word[0]))).toEqual(new Set(['a', 'b']));
});

test('mix chooses uniformly, and a function that is named twice twice as often', () => {
  const [a, b] = [numbered('a'), numbered('b')];
  const found = operations(clients(limit(3000, mix(seededRandom(2), a, a, b))), { threads: 3 });
  const share = found.filter(word => word.startsWith('a')).length / found.length;
  expect(share).toBeGreaterThan(0.63);
  expect(share).toBeLessThan(0.7);
  expect(new Set(found).size).toBe(3000);
});

test('mix goes on with the others when one is done, and is done when all are', () => {
  const few = mix(seededRandom(1), limit(2, numbered('a')), limit(3, numbered('b')));
  expect(operations(clients(few), { threads: 1 }).sort()).toEqual(['a0', 'a1', 'b0', 'b1', 'b2']);
});

test('an operation that was asked for in vain is asked for again, not lost', () => {
  const generator = limit(3, mix(seededRandom(1), numbered('a')));
  const [worker] = [{ process: 0, thread: 0 }];
  const context = { timeNs: 0, free: [worker], all: [worker] };
  const first = generator.next(context);
  expect(generator.next(context)).toMatchObject({ op: { invocation: { f: 'a', value: 0 } } });
  expect(first).toMatchObject({ op: { invocation: { f: 'a', value: 0 } } });
});

test('any takes whatever is due first', () => {
  const both = any(limit(3, delay(10, numbered('a'))), limit(3, delay(4, numbered('b'))));
  expect(invocations(clients(both), { threads: 2 })).toEqual([
    '0 p0 a0',
    '0 p1 b0',
    '4 p0 b1',
    '8 p1 b2',
    '10 p0 a1',
    '20 p1 a2',
  ]);
});

test('any lets sources that are due take turns', () => {
  const both = limit(4, any(numbered('a'), numbered('b')));
  expect(operations(clients(both), { threads: 1 })).toEqual(['a0', 'b0', 'a1', 'b1']);
});

test('clients and nemesis each take their own operations', () => {
  const both = nemesisBeside(limit(2, numbered('read')), limit(2, delay(5, numbered('break'))));
  expect(invocations(both, { threads: 1 })).toEqual([
    '0 p0 read0',
    '0 nemesis break0',
    '1 p0 read1',
    '5 nemesis break1',
  ]);
});

test('a slow nemesis does not hold up the clients', () => {
  const both = nemesisBeside(limit(3, numbered('read')), limit(1, numbered('break')));
  const imagine = ({ f }: { readonly f: string }) => ({
    latencyNs: f === 'break' ? 1e9 : 1e6,
    type: 'ok' as const,
  });
  expect(invocations(both, { threads: 1, imagine })).toEqual([
    '0 p0 read0',
    '0 nemesis break0',
    '1 p0 read1',
    '2 p0 read2',
  ]);
});

test('phases: none begins before every worker of the one before is free', () => {
  const all: Generator = phases(clients(limit(3, numbered('a'))), nemesis(limit(1, numbered('b'))));
  const imagine = ({ value }: { readonly value: unknown }) => ({
    latencyNs: (1 + Number(value)) * 10e6,
    type: 'ok' as const,
  });
  expect(invocations(all, { threads: 3, imagine })).toEqual([
    '0 p0 a0',
    '0 p1 a1',
    '0 p2 a2',
    '30 nemesis b0',
  ]);
});

test('the simulation retires a process after an info', () => {
  const imagine = () => ({ latencyNs: 1e6, type: 'info' as const });
  const events = simulate(clients(limit(4, numbered('a'))), { threads: 2, imagine });
  expect(events.filter(({ type }) => type === 'invoke').map(({ process }) => process)).toEqual([
    0, 1, 2, 3,
  ]);
});
