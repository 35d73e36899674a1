import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/history/event.ts';
import { historyOf } from '../../src/history/history.ts';
import { statisticsOf } from '../../src/report/statistics.ts';
import { eventsOf, type Op } from '../kit/notation.ts';
import { HISTORY } from '../kit/sample-run.ts';

/** Reads one after the other that take 1, 2, ... `count` ms. */
function reads(count: number): Event[] {
  const starts = Array.from({ length: count }, (_, at) => at * 1000);
  return eventsOf(starts.map((start, at): Op => ({ f: 'read', at: [start, start + at + 1] })));
}

describe('operations are counted by function and by what became of them', () => {
  const { functions, total } = statisticsOf(HISTORY);

  test('functions stand in the order of their first operation', () =>
    expect(functions.map(({ f }) => f)).toEqual(['write', 'read']));
  test('a lost reply is info, the nemesis is no operation', () => {
    expect(functions[0]?.counts).toEqual({ ok: 1, fail: 0, info: 1 });
    expect(total.counts).toEqual({ ok: 2, fail: 0, info: 1 });
  });
  test('an operation without completion is info', () =>
    expect(statisticsOf(historyOf(reads(1).slice(0, 1))).total.counts.info).toBe(1));
});

describe('latency is that of ok operations', () => {
  test('quantiles of 1 to 200 ms', () =>
    expect(statisticsOf(historyOf(reads(200))).total.latency).toEqual({
      p50Ms: 100,
      p99Ms: 198,
      maxMs: 200,
    }));
  test('one value is every quantile', () =>
    expect(statisticsOf(historyOf(reads(1))).total.latency).toEqual({
      p50Ms: 1,
      p99Ms: 1,
      maxMs: 1,
    }));
  test('none without an ok operation', () =>
    expect(statisticsOf(historyOf([])).total.latency).toBeUndefined());
});
