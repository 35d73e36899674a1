import { describe, expect, test } from 'vitest';
import type { Workload } from '../../src/contract.ts';
import { clients, simulate } from '../../src/generator/index.ts';
import type { Event } from '../../src/history/event.ts';
import { seededRandom } from '../../src/random.ts';
import type { WorkloadEntry } from '../../workloads/entry.ts';
import { WORKLOADS } from '../../workloads/loaders.ts';
import { workloads } from '../../workloads/registry.ts';
import { anEnsemble } from '../kit/an-ensemble.ts';

const create = (entry: WorkloadEntry, seed = 3): Workload =>
  entry.create({
    reads: 'quorum',
    keys: 2,
    concurrency: 6,
    ensemble: anEnsemble,
    random: seededRandom(seed),
  });
const load = (entry: WorkloadEntry, seed?: number): readonly Event[] =>
  simulate(clients(create(entry, seed).generator), { threads: 6, limit: 300 });

test('every workload has a name of its own', () => {
  const names = workloads.map(entry => entry.name);
  expect(new Set(names).size).toBe(names.length);
});

test('every workload is loaded by its name', () => {
  expect(Object.keys(WORKLOADS)).toEqual(workloads.map(entry => entry.name));
});

describe.each(workloads)('$name', entry => {
  test('it is called what it is listed as, and claims what is listed', () => {
    const { name, claim, source } = create(entry);
    expect(name).toBe(entry.name);
    expect({ claim, source }).toEqual(entry.claims.quorum);
  });

  test('the same seed, the same operations; as JSON keeps them', () => {
    const events = load(entry);
    expect(load(entry)).toEqual(events);
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
  });

  test('no process is left without an operation', () => {
    expect(new Set(load(entry).map(event => event.process)).size).toBe(6);
  });
});
