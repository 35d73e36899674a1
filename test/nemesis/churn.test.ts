import { describe, expect, test } from 'vitest';
import { churn } from '../../nemesis/churn.ts';
import { findVictims } from '../../nemesis/victims.ts';
import type { Nemesis } from '../../src/contract.ts';
import { nemesis as forNemesis, type Imagined, simulate } from '../../src/generator/index.ts';
import type { Event } from '../../src/history/event.ts';
import { fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

const INTERVAL_MS = 1_000;

const ok = ({ f }: Event): Imagined => ({
  ...{ latencyNs: 1e6, type: 'ok', value: { verified: true, did: f, seen: f } },
});

function invocations(generator: Nemesis['generator'], limit = 400): readonly Event[] {
  const events = simulate(forNemesis(generator), { threads: 1, limit, imagine: ok });
  return events.filter(({ type }) => type === 'invoke');
}

const create = (count: number, atMost?: number): Nemesis => {
  const { options } = fakeEnsemble(count, [], INTERVAL_MS);
  return churn.create({ ...options, ...(atMost !== undefined && { atMost }) });
};

/** Outages that are active after each event, in the order of the events. */
function active(events: readonly Event[]): readonly number[] {
  let count = 0;
  return events.map(({ f }) => (count += f.startsWith('begin') ? 1 : -1));
}

describe('outages', () => {
  const events = invocations(create(5).generator);

  test('overlap, and leave a majority of processes', () =>
    expect(new Set(active(events))).toEqual(new Set([0, 1, 2])));

  test.each([
    { nodes: 3, most: 1 },
    { nodes: 7, most: 3 },
  ])('of $nodes nodes at most $most are down at once', ({ nodes, most }) =>
    expect(Math.max(...active(invocations(create(nodes).generator)))).toBe(most),
  );

  test('are no more at once than may be struck where a majority is to survive', () =>
    expect(Math.max(...active(invocations(create(7, 1).generator)))).toBe(1));

  test('last from a third of an interval to four, most of them not longer than two', () => {
    const lengths = [1, 2].flatMap(place => {
      const own = events.filter(({ f }) => f.endsWith(`-${place}`));
      const ends = own.filter(({ f }) => f.startsWith('end'));
      return ends.map(end => {
        const begun = own.findLast(({ f, time }) => f.startsWith('begin') && time < end.time);
        return (end.time - (begun?.time ?? 0)) / (INTERVAL_MS * 1e6);
      });
    });
    expect(lengths.length).toBeGreaterThan(80);
    expect(Math.min(...lengths)).toBeGreaterThan(0.33);
    expect(Math.max(...lengths)).toBeLessThan(4.1);
    expect(lengths.some(length => length > 3)).toBe(true);
    expect(lengths.filter(length => length < 2).length).toBeGreaterThan(lengths.length / 2);
  });

  test('strike the leader half of the time, and otherwise a node that runs', () => {
    const begun = events.filter(({ f }) => f.startsWith('begin'));
    const kinds = begun.map(({ value }) => (value as { who: string }).who);
    expect(new Set(kinds)).toEqual(new Set(['leader', 'first running']));
    const leaders = kinds.filter(kind => kind === 'leader').length / kinds.length;
    expect(leaders).toBeGreaterThan(0.3);
    expect(leaders).toBeLessThan(0.7);
  });

  test('end before all nodes are struck once more at the end of a run', () => {
    const last = invocations(create(5).finalGenerator);
    expect(last.map(({ f }) => f)).toEqual([
      ...['end-outage-2', 'end-outage-1', 'begin-outage-1', 'end-outage-1'],
    ]);
    expect(last[2]?.value).toEqual({ who: 'all', nodes: ['n1', 'n2', 'n3', 'n4', 'n5'] });
  });
});

test('a node that is down already is not struck again, and each outage ends its own', async () => {
  const fake = fakeEnsemble(5);
  const nemesis = churn.create(fake.options);
  const value = { who: 'first running', nodes: ['n4', 'n2', 'n1', 'n3', 'n5'] };
  await nemesis.invoke({ f: 'begin-outage-1', value }, never);
  const second = await nemesis.invoke({ f: 'begin-outage-2', value }, never);
  expect(second).toMatchObject({ verified: true, seen: { n2: 'dead' }, on: { nodes: ['n2'] } });
  const ended = await nemesis.invoke({ f: 'end-outage-1', value: null }, never);
  expect(ended).toMatchObject({ verified: true, on: { nodes: ['n4'] } });
  expect(fake.states.get(fake.name(2))).toBe('dead');
  await nemesis.teardown(never);
  expect(new Set(fake.states.values())).toEqual(new Set(['running']));
});

test('where no node runs, none is struck', async () => {
  const fake = fakeEnsemble(3);
  for (const name of fake.names) fake.states.set(name, 'paused');
  const victims = { who: 'first running', nodes: fake.names } as const;
  expect(await findVictims(victims, fake.options, never)).toEqual([]);
});
