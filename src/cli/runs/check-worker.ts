/** The worker thread of the checkers: does one task of the runner with the workloads of the registry. */
import { systemClock } from '../../clock.ts';
import { type CheckAnswer, type CheckTask, doCheckTask } from '../../judge/check-task.ts';
import { seededRandom } from '../../random.ts';
import { workloadOf } from './planned.ts';

export default function check(task: CheckTask): Promise<CheckAnswer> {
  return doCheckTask(
    task,
    plan => workloadOf(plan, seededRandom(plan.seed)).checkers,
    systemClock(),
  );
}
