import { expect, test } from 'vitest';
import { smallerPlans } from '../../../src/cli/options/plan-parts.ts';
import { simPlan } from '../../oracle/sim-plan.ts';

test('each is smaller in one thing', () => {
  const plan = simPlan({ nemeses: ['partition', 'kill'], nodes: 5, observers: 1 });
  const changes = smallerPlans(plan).map(smaller =>
    Object.fromEntries(
      Object.entries(smaller).filter(([key, value]) => value !== { ...plan }[key]),
    ),
  );
  expect(changes).toEqual([
    { nemeses: ['kill'] },
    { nemeses: ['partition'] },
    { observers: 0 },
    { nodes: 3 },
    { timeLimitMs: 30_000 },
    { concurrency: 5 },
    { rate: 100 },
    { keys: 4 },
  ]);
});

test('the smallest has none', () => {
  const least = {
    nemeses: ['none'],
    nodes: 3,
    timeLimitMs: 1_500,
    concurrency: 3,
    rate: 1,
    keys: 1,
  };
  expect(smallerPlans(simPlan(least))).toEqual([]);
});

test('the last fault leaves a run without faults', () => {
  expect(smallerPlans(simPlan({ nemeses: ['kill'] }))[0]?.nemeses).toEqual(['none']);
});

test('a schedule loses steps, and with them the nemeses that no step names any more', () => {
  const steps = [
    { at: '1 s', strike: 'kill' },
    { at: '2 s', strike: 'pause' },
  ];
  const plan = simPlan({ nemeses: ['kill', 'pause'], schedule: { path: 's.yaml', steps } });
  const found = smallerPlans(plan).map(({ nemeses, schedule }) => [
    nemeses,
    schedule?.steps.length,
  ]);
  expect(found.slice(0, 2)).toEqual([
    [['kill'], 1],
    [['pause'], 1],
  ]);
  expect(found.slice(2).every(([, count]) => count === 2)).toBe(true);
});
