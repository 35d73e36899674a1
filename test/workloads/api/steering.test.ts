import { describe, expect, test } from 'vitest';
import type { Generator } from '../../../src/contract.ts';
import { clients, simulate } from '../../../src/generator/index.ts';
import type { Event } from '../../../src/history/event.ts';
import { seededRandom } from '../../../src/random.ts';
import { intentsWithout } from '../../../workloads/api/all.ts';
import { type Intent, keyOf } from '../../../workloads/api/intent.ts';
import { steered } from '../../../workloads/api/steering.ts';

const every = intentsWithout(new Set());
const keyIn = ({ f, value }: Event): string => keyOf({ f, aim: String(value) });

/** How often each intent was drawn. */
function drawn(generator: Generator, count: number): ReadonlyMap<string, number> {
  const events = simulate(clients(generator), { threads: 4, limit: 2 * count });
  const counts = new Map<string, number>();
  for (const event of events.filter(({ type }) => type === 'invoke'))
    counts.set(keyIn(event), (counts.get(keyIn(event)) ?? 0) + 1);
  return counts;
}

const generator = (intents: readonly Intent[] = every): Generator =>
  steered(intents, seededRandom(7));

test('no two intents have one key', () => {
  expect(new Set(every.map(keyOf)).size).toBe(every.length);
});

test('every intent is drawn', () => {
  const counts = drawn(generator(), 4_000);
  expect(every.map(keyOf).filter(key => !counts.has(key))).toEqual([]);
});

test('intents that servers lack are left out', () => {
  const without = intentsWithout(new Set(['persistent watches', 'whoAmI'] as const));
  expect(without.map(keyOf)).not.toContain('whoAmI ok');
  expect(without.some(({ f }) => f === 'addWatch')).toBe(false);
  expect(without.length).toBeLessThan(every.length);
});

describe('steering', () => {
  const two = every.filter(intent => ['sync ok', 'whoAmI ok'].includes(keyOf(intent)));
  const context = {
    timeNs: 0,
    free: [{ process: 0, thread: 0 }],
    all: [{ process: 0, thread: 0 }],
  };
  const completion = (f: string, value: unknown): Event => ({
    ...{ index: 0, type: 'ok', process: 0, time: 0, f, value },
  });
  const reached = { aim: 'ok', outcome: 'ok', reached: true, steps: [], events: [] };

  /** After many completions with this value, how often of 200 draws `sync` is drawn. */
  const syncsAfter = (value: unknown): number => {
    let steeredBy = generator(two);
    for (let i = 0; i < 100; i++) steeredBy = steeredBy.update(context, completion('sync', value));
    return drawn(steeredBy, 200).get('sync ok') ?? 0;
  };

  test('what was reached less often is drawn more often', () => {
    expect(syncsAfter(reached)).toBeLessThan(60);
  });

  test('an outcome that was not aimed at counts for the intent that aims at it', () => {
    expect(syncsAfter({ ...reached, aim: 'ok: of no znode', reached: false })).toBeLessThan(60);
  });

  test('a completion that reached nothing changes nothing', () => {
    expect(syncsAfter({ ...reached, outcome: 'NONODE', reached: false })).toBeGreaterThan(80);
  });
});

test('a draw that was not used is kept when an event comes first', () => {
  const self = generator();
  const context = {
    timeNs: 0,
    free: [{ process: 0, thread: 0 }],
    all: [{ process: 0, thread: 0 }],
  };
  const first = self.next(context);
  const event: Event = { index: 0, type: 'invoke', process: 1, time: 0, f: 'sync', value: 'ok' };
  const second = self.update(context, event).next(context);
  if (first.kind !== 'op' || second.kind !== 'op') throw new Error('expected operations');
  expect(second.op).toEqual(first.op);
});
