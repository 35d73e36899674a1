import { describe, expect, test } from 'vitest';
import { nemeses } from '../../nemesis/registry.ts';
import type { Nemesis } from '../../src/contract.ts';
import { nemesis as forNemesis, simulate } from '../../src/generator/index.ts';
import type { Event } from '../../src/history/event.ts';
import { operationNames } from '../../src/history/fault-stamp.ts';
import { fakeEnsemble } from '../kit/fake-ensemble.ts';

const INTERVAL_MS = 1_000;
const invocations = (of: Nemesis['generator']): readonly Event[] =>
  simulate(forNemesis(of), { threads: 2, limit: 200 }).filter(event => event.type === 'invoke');
const create = (entry: (typeof nemeses)[number]): Nemesis =>
  entry.create(fakeEnsemble(5, [], INTERVAL_MS).options);

describe.each(nemeses.filter(entry => entry.name !== 'none'))('$name', entry => {
  const events = invocations(create(entry).generator);
  const healing = create(entry).operations[0]?.heal;

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
    expect(lastNs / 99 / 1e6).toBeGreaterThan(INTERVAL_MS * 0.8);
    expect(lastNs / 99 / 1e6).toBeLessThan(INTERVAL_MS * 1.2);
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

  test('at the end it heals once', () => {
    expect(invocations(create(entry).finalGenerator).map(event => event.f)).toEqual([healing]);
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
