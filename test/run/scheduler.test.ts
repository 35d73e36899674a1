import { describe, expect, test } from 'vitest';
import { faultSchedule } from '../../nemesis/schedule.ts';
import type { Affected, FaultOperation, Generator, Nemesis } from '../../src/contract.ts';
import { any, nemesis as forNemesis, type Imagined, simulate } from '../../src/generator/index.ts';
import type { Event } from '../../src/history/event.ts';
import { seededRandom } from '../../src/random.ts';
import { scheduled } from '../../src/run/scheduler.ts';

const INTERVAL_MS = 1_000;
const INTERVAL_NS = INTERVAL_MS * 1e6;
/** How long an act takes. */
const ACT_NS = 1e6;

type Planned = Pick<Nemesis, 'generator' | 'operations'>;

/** A nemesis whose strike is `name` and whose heal is `no-name`. */
function faultOf(
  name: string,
  part: Affected = 'servers',
  quorum: FaultOperation['quorum'] = 'may be lost',
): Planned {
  const random = seededRandom(1).stream(name);
  const heal = `no-${name}`;
  const plan = { name, strike: () => ({ f: name, value: null }), heal: { f: heal, value: null } };
  return {
    operations: [{ strike: name, heal, affects: [part], quorum }],
    ...faultSchedule(plan, { intervalMs: INTERVAL_MS, random }),
  };
}

interface Course {
  readonly places?: number;
  readonly limit?: number;
  /** Whether a strike, by its number among those of its name, from 1, is seen to take effect. */
  readonly bites?: (f: string, count: number) => boolean;
}

/** The acts of the nemeses, as they were invoked. */
function acts(nemeses: readonly Planned[], { limit = 400, bites, ...options }: Course = {}) {
  const random = seededRandom(7);
  const all = forNemesis(scheduled(nemeses, { random, intervalMs: INTERVAL_MS, ...options }));
  return invoked(all, limit, bites);
}

function invoked(of: Generator, limit: number, bites: Course['bites'] = () => true) {
  const counts = new Map<string, number>();
  const imagine = ({ f }: Event): Imagined => {
    const count = (counts.get(f) ?? 0) + 1;
    counts.set(f, count);
    return { latencyNs: ACT_NS, type: 'ok', value: { verified: bites(f, count) } };
  };
  return simulate(of, { threads: 1, limit, imagine }).filter(({ type }) => type === 'invoke');
}

const isHeal = ({ f }: Event): boolean => f.startsWith('no-');
const strikesIn = (events: readonly Event[]): readonly string[] =>
  events.filter(event => !isHeal(event)).map(({ f }) => f);

/** The faults that are active after each act. */
function activeAfter(events: readonly Event[]): readonly (readonly string[])[] {
  const active = new Set<string>();
  return events.map(event => {
    if (isHeal(event)) active.delete(event.f.slice('no-'.length));
    else active.add(event.f);
    return [...active];
  });
}

const SEVEN = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const seven = (): readonly Planned[] => SEVEN.map(name => faultOf(name));
const twoParts = (): readonly Planned[] => [
  ...['kill', 'pause'].map(name => faultOf(name, 'servers')),
  ...['cut', 'slow'].map(name => faultOf(name, 'network')),
];

test('up to two nemeses strike as they plan, side by side', () => {
  const planned = forNemesis(any(faultOf('a').generator, faultOf('b').generator));
  const events = acts([faultOf('a'), faultOf('b')]);
  expect(events).toEqual(invoked(planned, 400));
  expect(Math.max(...activeAfter(events).map(({ length }) => length))).toBe(2);
});

describe('more nemeses', () => {
  test('faults of one part of the system are never active together', () => {
    const active = activeAfter(acts(seven()));
    expect(active.length).toBeGreaterThan(100);
    expect(Math.max(...active.map(({ length }) => length))).toBe(1);
  });

  test('every one of seven strikes once before any strikes twice', () => {
    expect(new Set(strikesIn(acts(seven())).slice(0, 7))).toEqual(new Set(SEVEN));
  });

  test('every one of seven has struck within 7 strikes of an interval and their respites', () => {
    const events = acts(seven());
    const last = events.filter(event => !isHeal(event))[6];
    expect(last?.time).toBeLessThan(7 * 2 * INTERVAL_NS);
  });

  test('one without a verified fault strikes before those that have one', () => {
    const bites = (f: string, count: number): boolean => f !== 'c' || count > 2;
    const strikes = strikesIn(acts(seven(), { bites }));
    expect(strikes.slice(7, 9)).toEqual(['c', 'c']);
    expect(strikes.slice(9, 12)).not.toEqual(['c', 'c', 'c']);
  });

  test('one that never bites does not keep the others from striking', () => {
    const strikes = strikesIn(acts(seven(), { limit: 2_000, bites: f => f !== 'c' }));
    expect(new Set(strikes.slice(20))).toEqual(new Set(SEVEN));
  });

  test('a strike follows a heal after a third to two thirds of an interval, now and then at once', () => {
    const events = acts(seven());
    const gaps = events.flatMap((event, at) => {
      const before = events[at - 1];
      return before !== undefined && isHeal(before) && !isHeal(event)
        ? [(event.time - before.time - ACT_NS) / INTERVAL_NS]
        : [];
    });
    const hasty = gaps.filter(gap => gap === 0);
    expect(hasty.length / gaps.length).toBeGreaterThan(0.1);
    expect(hasty.length / gaps.length).toBeLessThan(0.4);
    const others = gaps.filter(gap => gap !== 0);
    expect(Math.min(...others)).toBeGreaterThanOrEqual(0.333);
  });

  test('a fault of another part joins about every other one, and never a third', () => {
    const active = activeAfter(acts(twoParts()));
    const pairs = active.filter(({ length }) => length === 2);
    expect(pairs.length).toBeGreaterThan(20);
    expect(active.filter(({ length }) => length === 1).length).toBeGreaterThan(pairs.length);
    expect(Math.max(...active.map(({ length }) => length))).toBe(2);
    const servers = ['kill', 'pause'];
    expect(pairs.every(pair => pair.filter(f => servers.includes(f)).length === 1)).toBe(true);
  });

  test('all faults are healed again and again: nothing is active between most pairs', () => {
    const active = activeAfter(acts(twoParts()));
    expect(active.filter(({ length }) => length === 0).length).toBeGreaterThan(40);
  });

  test('faults that leave the quorum alone come beside them', () => {
    const beside = faultOf('clock', 'clocks', 'survives');
    const active = activeAfter(acts([...seven(), beside]));
    expect(active.some(faults => faults.includes('clock') && faults.length === 2)).toBe(true);
  });

  test('the same seed, the same acts', () => {
    expect(acts(twoParts())).toEqual(acts(twoParts()));
  });
});

test('where a majority is to survive, two nemeses never strike together', () => {
  const nemeses = (): readonly Planned[] => [faultOf('a', 'servers'), faultOf('b', 'network')];
  const most = (of: readonly Event[]): number =>
    Math.max(...activeAfter(of).map(({ length }) => length));
  expect(most(acts(nemeses()))).toBe(2);
  expect(most(acts(nemeses(), { places: 1 }))).toBe(1);
});
