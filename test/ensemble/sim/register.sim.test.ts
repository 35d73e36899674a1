/** The register workload on the model, by the runner and under the nemeses that real servers get. */
import { describe, expect, test } from 'vitest';
import type { TestPlan } from '../../../src/store/records/plan.ts';
import { simPlan } from '../../oracle/sim-plan.ts';
import { simulate } from '../../oracle/simulate.ts';

/** Small enough to be repeated: faults come every three seconds, so that there is one all the time. */
const short = (changes: Partial<TestPlan>): TestPlan =>
  simPlan({ timeLimitMs: 12_000, nemesisIntervalMs: 3_000, rate: 60, ...changes });

const seeds = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => at + 1);

const validOf = async (plan: TestPlan): Promise<readonly unknown[]> =>
  (await simulate(plan)).verdicts.map(({ verdict }) => verdict.valid);

describe('servers without a bug keep their promise under partition, clock, kill and pause', () => {
  test.each(seeds(6))('seed %i', async seed => {
    const nodes = seed % 2 === 0 ? 3 : 5;
    const observers = seed % 3 === 0 ? 1 : 0;
    expect(await validOf(short({ seed, nodes, observers }))).toEqual([true]);
  });
});

test('plain reads are found stale when followers are cut off', async () => {
  const plan = { reads: 'local', nemeses: ['partition'], timeLimitMs: 30_000 } as const;
  const verdicts = [];
  for (const seed of seeds(5)) verdicts.push(...(await validOf(short({ ...plan, seed }))));
  expect(verdicts).toContain(false);
});

describe('one seed gives the same history, byte for byte', () => {
  test.each(seeds(2))('seed %i', async seed => {
    const [first, second] = [await simulate(short({ seed })), await simulate(short({ seed }))];
    expect(first.history).toBe(second.history);
  });

  test('and another seed another one', async () => {
    const [first, second] = [
      await simulate(short({ seed: 1 })),
      await simulate(short({ seed: 2 })),
    ];
    expect(first.history).not.toBe(second.history);
  });
});

describe('a planted bug is found, also where nothing is broken from outside', () => {
  test.each([
    'replica-diverges',
    'version-unchecked',
    'version-checked-late',
    'version-stuck',
    'write-applied-twice',
  ])('%s', async bug => {
    expect(await validOf(short({ bug, nemeses: [], rate: 200 }))).toEqual([false]);
  });

  test('sync-answers-at-once', async () => {
    const plan = { nemeses: [], rate: 200, reads: 'sync' } as const;
    expect(await validOf(short({ ...plan, bug: 'sync-answers-at-once' }))).toEqual([false]);
    expect(await validOf(short(plan))).toEqual([true]);
  });
});
