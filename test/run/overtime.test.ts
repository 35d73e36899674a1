import { expect, test } from 'vitest';
import { fromFunction, nemesisBeside, stagger } from '../../src/generator/index.ts';
import { type Imagined, simulate } from '../../src/generator/simulate.ts';
import type { Event, Invocation } from '../../src/history/event.ts';
import { seededRandom } from '../../src/random.ts';
import { untilShown } from '../../src/run/overtime.ts';
import { OVERTIME_MS } from '../../src/store/overtime.ts';

const LIMIT_MS = 1_000;
const nemesisOf = (...strikes: readonly string[]) => ({
  operations: strikes.map(strike => ({
    ...{ strike, heal: 'heal', affects: ['servers'] as const, quorum: 'may be lost' as const },
  })),
});
const every = (f: string, intervalMs: number) =>
  stagger<Invocation>(
    seededRandom(1),
    intervalMs,
    fromFunction(() => ({ f, value: null })),
  );

/** When the last operation was invoked, in milliseconds, where the strike number `bitesAt` of each kind bites. */
function endMs(nemeses: readonly ReturnType<typeof nemesisOf>[], bitesAt: number): number {
  const counts = new Map<string, number>();
  const imagine = ({ f }: Event): Imagined => {
    const count = (counts.get(f) ?? 0) + 1;
    counts.set(f, count);
    return { latencyNs: 1e6, type: 'ok', value: { verified: count === bitesAt } };
  };
  const faults = every('kill', 500);
  const load = nemesisBeside(every('read', 10), faults);
  const events = simulate(untilShown(LIMIT_MS, nemeses, load), { threads: 2, limit: 1e5, imagine });
  return (events.filter(({ type }) => type === 'invoke').at(-1)?.time ?? 0) / 1e6;
}

test('the load ends at the time limit where every nemesis has a verified fault, or no fault at all', () => {
  expect(endMs([nemesisOf('kill')], 1)).toBeLessThan(LIMIT_MS);
  expect(endMs([nemesisOf()], 1e6)).toBeLessThan(LIMIT_MS);
  expect(endMs([nemesisOf()], 1e6)).toBeGreaterThan(LIMIT_MS - 100);
});

test('the load goes on until the first fault is verified', () => {
  const late = endMs([nemesisOf('kill')], 8);
  expect(late).toBeGreaterThan(LIMIT_MS);
  expect(late).toBeLessThan(LIMIT_MS + OVERTIME_MS - 1_000);
});

test('the load ends after the overtime where a nemesis never shows a fault', () => {
  const last = endMs([nemesisOf('kill'), nemesisOf('pause')], 1);
  expect(last).toBeGreaterThan(LIMIT_MS + OVERTIME_MS - 100);
  expect(last).toBeLessThan(LIMIT_MS + OVERTIME_MS);
});
