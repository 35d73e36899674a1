/** Some of the runs of `npm run mutants -- --honest`: every workload once. */
import { expect, test } from 'vitest';
import { honestPlans } from '../../../bench/honest.ts';
import { simulate } from '../../../bench/simulate.ts';
import { workloads } from '../../../workloads/registry.ts';

const plans = honestPlans(workloads.length).map(
  plan => [`${plan.workload} under ${plan.nemeses.join(', ')}`, plan] as const,
);

test.each(plans)('%s: nothing is broken, and nothing is found', async (_, plan) => {
  const { verdicts } = await simulate(plan);
  expect(verdicts.filter(({ verdict }) => verdict.valid === false)).toEqual([]);
});
