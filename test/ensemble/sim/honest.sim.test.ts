/** Some of the runs of `npm run mutants -- --honest`: every workload that the sim can run once. */
import { expect, test } from 'vitest';
import { honestPlans } from '../../oracle/honest-runs.ts';
import { simulate } from '../../oracle/simulate.ts';

const plans = honestPlans().map(
  plan => [`${plan.workload} under ${plan.nemeses.join(', ')}`, plan] as const,
);

test.each(plans)('%s: nothing is broken, and nothing is found', async (_, plan) => {
  const { verdicts } = await simulate(plan);
  expect(verdicts.filter(({ verdict }) => verdict.valid === false)).toEqual([]);
});
