/** The plan of a run, stored as the `plan` of test.json, and what a workload may know of it. */
import type { WorkloadOptions } from '../contract.ts';
import type { Random } from '../random.ts';
import type { TestPlan } from './records/plan.ts';

export type { SshPlan, TestPlan } from './records/plan.ts';

/** Returns the part of a plan that a workload may depend on; `random` is all that it leaves to chance. */
export function workloadOptionsOf(plan: TestPlan, random: Random): WorkloadOptions {
  const { reads, keys, concurrency, target, server, nodes: voters, observers } = plan;
  const { fencing, naive } = plan;
  return {
    ...{ reads, keys, concurrency, ensemble: { target, server, voters, observers }, random },
    ...(fencing !== undefined && { fencing }),
    ...(naive !== undefined && { naive }),
  };
}
