/** Some of the runs of `npm run mutants -- --honest`: every workload once. */
import { expect, test } from 'vitest';
import { workloads } from '../../../workloads/registry.ts';
import { honestPlans } from '../../oracle/honest-runs.ts';
import { simulate } from '../../oracle/simulate.ts';

const plans = honestPlans(workloads.length).map(
  plan => [`${plan.workload} under ${plan.nemeses.join(', ')}`, plan] as const,
);

test.each(plans)('%s: nothing is broken, and nothing is found', async (_, plan) => {
  const { verdicts } = await simulate(plan);
  expect(verdicts.filter(({ verdict }) => verdict.valid === false)).toEqual([]);
});
