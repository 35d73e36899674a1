/** The parts of a run that its plan names. */
import { workloads } from '../../../workloads/registry.ts';
import type { Clock } from '../../clock.ts';
import type { Target, Workload, WorkloadOptions } from '../../contract.ts';
import type { TargetEntry } from '../../ensemble/entry.ts';
import { targets } from '../../ensemble/registry.ts';
import type { Log } from '../../log.ts';
import type { Random } from '../../random.ts';
import type { TestPlan } from '../../store/plan.ts';
import { named } from '../named.ts';
import { partIn } from '../options/plan-parts.ts';

/** `random` is everything that the workload leaves to chance. */
export function workloadOf(plan: TestPlan, random: Random): Workload {
  const entry = named(workloads, plan.workload);
  const { reads, keys, concurrency } = plan;
  const options: WorkloadOptions = { reads, keys, concurrency, ensemble: ensembleOf(plan), random };
  return entry.create({ ...options, ...partIn(plan, entry.takes ?? []) });
}

function ensembleOf({ target, server, nodes, observers }: TestPlan): WorkloadOptions['ensemble'] {
  const { lacks = [], isModel = false } = entryOf(target) ?? {};
  return { target, server, voters: nodes, observers, lacks, isModel };
}

/** Undefined for a target of another version. */
export function entryOf(target: string): TargetEntry | undefined {
  return targets.find(({ name }) => name === target);
}

export function targetOf(plan: TestPlan, log: Log, clock: Clock): Promise<Target> {
  const entry = named(targets, plan.target);
  return entry.open({ ...partIn(plan, entry.takes ?? []), log, clock, seed: plan.seed });
}
