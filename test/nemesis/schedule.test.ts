import { describe, expect, test } from 'vitest';
import { nemeses } from '../../nemesis/registry.ts';
import { faultSchedule } from '../../nemesis/schedule.ts';
import type { Nemesis } from '../../src/contract.ts';
import {
  any,
  delay,
  nemesis as forNemesis,
  type Imagined,
  simulate,
} from '../../src/generator/index.ts';
import type { Event } from '../../src/history/event.ts';
import { operationNames } from '../../src/history/fault-stamp.ts';
import { fakeEnsemble } from '../kit/fake-ensemble.ts';

const INTERVAL_MS = 1_000;
/** Whether an act, by its number among those of its name, from 0, is seen to take effect. */
type Bites = (f: string, at: number) => boolean;
const always: Bites = () => true;
const invocations = (of: Nemesis['generator'], bites = always): readonly Event[] => {
  const counts = new Map<string, number>();
  const imagine = ({ f }: Event): Imagined => {
    const at = counts.get(f) ?? 0;
    counts.set(f, at + 1);
    return { latencyNs: 1e6, type: 'ok', value: { verified: bites(f, at), did: f, seen: f } };
  };
  const events = simulate(forNemesis(of), { threads: 2, limit: 200, imagine });
  return events.filter(event => event.type === 'invoke');
};
/** The times between one event and the next, in intervals. */
const gaps = (events: readonly Event[]): readonly number[] =>
  events.slice(1).map(({ time }, at) => (time - (events[at]?.time ?? 0)) / (INTERVAL_MS * 1e6));
const isSoon = (gap: number): boolean => gap < 0.15;
const LAST_STRIKES: readonly string[] = [
  'kill',
  'restart',
  'power',
  'crash-loop',
  'freeze-then-kill',
];
/** Time from a heal to the next strike, as a share of the usual time, where it is not 1. */
const RESPITES: Readonly<Record<string, number>> = { quiet: 0.5 };
const create = (entry: (typeof nemeses)[number]): Nemesis =>
  entry.create(fakeEnsemble(5, [], INTERVAL_MS).options);

/** Nemeses whose faults follow each other. The outages of churn overlap: churn.test.ts is about them. */
const inTurn = nemeses.filter(({ name }) => !['none', 'churn'].includes(name));

describe.each(inTurn)('$name', entry => {
  const events = invocations(create(entry).generator);
  const healing = create(entry).operations[0]?.heal;
  const respite = RESPITES[entry.name] ?? 1;

  test('the first fault comes within the first interval', () => {
    expect(events[0]?.f).not.toBe(healing);
    expect(events[0]?.time).toBeGreaterThan(0);
    expect(events[0]?.time).toBeLessThan(INTERVAL_MS * 1e6);
  });

  test('a fault and its healing take turns', () => {
    expect(events).toHaveLength(100);
    expect(events.map(event => event.f === healing)).toEqual(events.map((_, at) => at % 2 === 1));
  });

  test('an operation every interval, on average', () => {
    const lastNs = events.at(-1)?.time ?? 0;
    const usualMs = (INTERVAL_MS * (1 + respite)) / 2;
    expect(lastNs / 99 / 1e6).toBeGreaterThan(usualMs * 0.8);
    expect(lastNs / 99 / 1e6).toBeLessThan(usualMs * 1.2);
  });

  test('two acts are two thirds to four thirds of an interval apart, or of its share after a heal', () => {
    const usual = gaps(events).map((gap, at) => (at % 2 === 0 ? gap : gap / respite));
    expect(Math.min(...usual)).toBeGreaterThanOrEqual(0.66);
    expect(Math.max(...usual)).toBeLessThan(1.34);
  });

  test('a strike that was not verified is healed and repeated soon, five times in a row at most', () => {
    const strikes = new Set(create(entry).operations.map(({ strike }) => strike));
    let struck = 0;
    const bites =
      (third: boolean): Bites =>
      f =>
        !strikes.has(f) || (third && ++struck === 3);
    const mended = gaps(invocations(create(entry).generator, bites(true)));
    expect(mended.slice(0, 4).every(isSoon)).toBe(true);
    expect(mended.slice(4, 6).some(isSoon)).toBe(false);
    const toothless = gaps(invocations(create(entry).generator, bites(false)));
    expect(toothless.slice(0, 10).every(isSoon)).toBe(true);
    expect(toothless.slice(10, 90).some(isSoon)).toBe(false);
  });

  test('each kind of strike comes before one that was verified already', () => {
    const kinds = create(entry).operations.map(({ strike }) => strike);
    const first = events.filter(({ f }) => f !== healing).slice(0, kinds.length);
    expect(new Set(first.map(({ f }) => f))).toEqual(new Set(kinds));
  });

  test('the same seed, the same faults at the same times', () => {
    expect(invocations(create(entry).generator)).toEqual(events);
  });

  test('it answers what it plans, and values are as JSON keeps them', () => {
    const fs = operationNames(create(entry).operations);
    expect(events.every(event => fs.includes(event.f))).toBe(true);
    const values = events.map(event => event.value);
    expect(JSON.parse(JSON.stringify(values))).toEqual(values);
  });

  test('at the end it heals; faults that leave processes dead strike every node once more', () => {
    const { operations, finalGenerator } = create(entry);
    const last = invocations(finalGenerator);
    const strikes = LAST_STRIKES.includes(entry.name) ? [operations[0]?.strike, healing] : [];
    expect(last.map(event => event.f)).toEqual([healing, ...strikes]);
    expect(last.slice(1, 2).map(({ value }) => value)).toEqual(
      strikes.slice(1).map(() => ({ who: 'all', nodes: ['n1', 'n2', 'n3', 'n4', 'n5'] })),
    );
  });
});

test.each(nemeses)('$name: where a majority is to survive, nothing strikes at the end', entry => {
  const { options } = fakeEnsemble(5, [], INTERVAL_MS);
  const { operations, finalGenerator } = entry.create({ ...options, atMost: 2 });
  const strikes = operations.map(({ strike }) => strike);
  expect(invocations(finalGenerator).filter(({ f }) => strikes.includes(f))).toEqual([]);
});

describe('an operation of another nemesis that takes long', () => {
  /** When the strikes of a schedule come beside a slow operation every three intervals, in intervals after its end. */
  const delays = (yields: boolean): readonly number[] => {
    const { options } = fakeEnsemble(3, [], INTERVAL_MS);
    const heal = { f: 'mend', value: null };
    const strike = () => ({ f: 'break', value: null });
    const { generator } = faultSchedule({ name: 'a', strike, heal, respite: 0.5, yields }, options);
    const slow = delay(3 * INTERVAL_MS, () => ({ f: 'slow', value: null }));
    const imagine = ({ f }: Event): Imagined => ({
      ...{ latencyNs: f === 'slow' ? 2.5 * INTERVAL_MS * 1e6 : 1e6, type: 'ok' },
      ...{ value: { verified: true, did: f, seen: f } },
    });
    const all = forNemesis(any(generator, slow));
    const events = simulate(all, { threads: 1, limit: 400, imagine });
    const ends = events.filter(({ f, type }) => f === 'slow' && type === 'ok');
    return events
      .filter(({ f, type }) => f === 'break' && type === 'invoke')
      .map(({ time }) => time - (ends.findLast(end => end.time <= time)?.time ?? time))
      .map(afterNs => afterNs / (INTERVAL_MS * 1e6));
  };

  test('delays a strike, which comes at once when it is over', () => {
    expect(Math.min(...delays(false))).toBe(0);
  });

  test('a strike that yields comes a respite later', () => {
    const late = delays(true).filter(after => after > 0);
    expect(late.length).toBeGreaterThan(20);
    expect(Math.min(...late)).toBeGreaterThan(0.33);
  });
});

test('no two nemeses share a name or an operation', () => {
  const names = nemeses.map(entry => entry.name);
  const fs = nemeses.flatMap(entry => operationNames(create(entry).operations));
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(fs).size).toBe(fs.length);
});

test('none has nothing to do', () => {
  const none = nemeses.find(entry => entry.name === 'none');
  expect(none && invocations(create(none).generator)).toEqual([]);
});
