import { expect, test } from 'vitest';
import {
  clients,
  cycle,
  flipFlop,
  type Imagined,
  limit,
  once,
  sequence,
  untilOk,
} from '../../src/generator/index.ts';

import { invocations, numbered, operations } from '../kit/trace.ts';

const one = { threads: 1 };

test('limit ends after so many operations', () => {
  expect(operations(clients(limit(3, numbered('a'))), one)).toEqual(['a0', 'a1', 'a2']);
});

test('limit of 0 has no operation', () => {
  expect(operations(limit(0, numbered('a')), one)).toEqual([]);
});

test('once takes an invocation as it is', () => {
  expect(operations(once({ f: 'stop', value: 1 }), one)).toEqual(['stop1']);
});

test('once takes the first operation of a function', () => {
  expect(operations(once(numbered('a')), one)).toEqual(['a0']);
});

test('sequence runs one source after the other', () => {
  const both = sequence(limit(2, numbered('a')), limit(2, numbered('b')));
  expect(operations(clients(both), one)).toEqual(['a0', 'a1', 'b0', 'b1']);
});

test('cycle makes a new source whenever the last is done', () => {
  const twice = cycle(() => limit(2, numbered('a')));
  expect(operations(clients(limit(5, twice)), one)).toEqual(['a0', 'a1', 'a0', 'a1', 'a0']);
});

test('cycle of nothing is done', () => {
  expect(
    operations(
      cycle(() => limit(0, numbered('a'))),
      one,
    ),
  ).toEqual([]);
});

test('flipFlop takes turns', () => {
  const turns = limit(5, flipFlop(numbered('a'), numbered('b')));
  expect(operations(clients(turns), one)).toEqual(['a0', 'b0', 'a1', 'b1', 'a2']);
});

test('flipFlop is done when the source in turn is', () => {
  const turns = flipFlop(limit(1, numbered('a')), numbered('b'));
  expect(operations(clients(turns), one)).toEqual(['a0', 'b0']);
});

test('untilOk goes on until an operation of its own is ok', () => {
  const types = (...ends: readonly Imagined['type'][]) => {
    const left = [...ends];
    return (): Imagined => ({ latencyNs: 1e6, type: left.shift() ?? 'ok' });
  };
  const found = (...ends: readonly Imagined['type'][]): string[] =>
    operations(clients(untilOk(numbered('a'))), { threads: 1, imagine: types(...ends) });
  expect(found('ok')).toEqual(['a0']);
  expect(found('fail', 'info', 'ok')).toEqual(['a0', 'a1', 'a2']);
});

test('untilOk does not take the ok of another source for its own', () => {
  const first = limit(1, numbered('other'));
  const own = sequence(first, untilOk(numbered('a')));
  const slowOther = { threads: 2, imagine: imagineByF({ other: 5, a: 10 }), limit: 6 };
  expect(invocations(clients(own), slowOther)).toEqual(['0 p0 other0', '0 p1 a0', '5 p0 a1']);
});

/** Latency in ms by f; everything is ok. */
function imagineByF(latencies: Readonly<Record<string, number>>) {
  return ({ f }: { readonly f: string }): Imagined => ({
    latencyNs: (latencies[f] ?? 0) * 1e6,
    type: 'ok',
  });
}
