/** Worker thread of the checkers: does one task of the judge with the checkers that its run names. Most runs
 * need only one workload, and loading all entries would take longer than checking a short history. */
import { WORKLOADS } from '../../../workloads/loaders.ts';
import { systemClock } from '../../clock.ts';
import type { Checker } from '../../contract.ts';
import { profiles } from '../../ensemble/profiles.ts';
import { type CheckAnswer, type CheckTask, doCheckTask } from '../../judge/check-task.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { checkersOf } from './planned.ts';

export default function check(task: CheckTask): Promise<CheckAnswer> {
  return doCheckTask(task, checkersFor, systemClock());
}

async function checkersFor(plan: TestPlan, task: CheckTask): Promise<readonly Checker[]> {
  const load = WORKLOADS[plan.workload];
  if (load !== undefined && namesNoOther(plan, task))
    return checkersOf(plan, { workload: [await load()], checker: [], profile: profiles });
  const { allCheckers } = await import('./all-checkers.ts');
  return allCheckers(plan, task);
}

/** Tests whether the run needs no entries except its workload. */
function namesNoOther({ modules = [], checkers = [] }: TestPlan, { added }: CheckTask): boolean {
  return modules.length === 0 && checkers.length === 0 && added.length === 0;
}
