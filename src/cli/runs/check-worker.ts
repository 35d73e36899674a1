/** The worker thread of the checkers: does one task of the runner with the workloads of the registry. */
import { workloads } from '../../../workloads/registry.ts';
import { systemClock } from '../../clock.ts';
import type { Checker } from '../../contract.ts';
import { type CheckAnswer, type CheckTask, doCheckTask } from '../../judge/check-task.ts';
import { seededRandom } from '../../random.ts';
import { type TestPlan, workloadOptionsOf } from '../../store/plan.ts';

export default function check(task: CheckTask): Promise<CheckAnswer> {
  return doCheckTask(task, checkersOf, systemClock());
}

/** @throws RangeError where the run's workload is not in the registry. */
function checkersOf(plan: TestPlan): readonly Checker[] {
  const { workload, seed } = plan;
  const entry = workloads.find(({ name }) => name === workload);
  if (entry === undefined) throw new RangeError(`no workload is called ${workload}`);
  return entry.create(workloadOptionsOf(plan, seededRandom(seed))).checkers;
}
