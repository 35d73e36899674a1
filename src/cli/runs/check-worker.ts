/** The worker thread of the checkers: does one task of the judge with the checkers that its run names. */
import { systemClock } from '../../clock.ts';
import type { Checker } from '../../contract.ts';
import { type CheckAnswer, type CheckTask, doCheckTask } from '../../judge/check-task.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { addedCheckers } from '../modules/added-checkers.ts';
import { storedRepertoire } from '../modules/own.ts';
import { BUILT_IN } from '../modules/repertoire.ts';
import { checkersOf } from './planned.ts';

export default function check(task: CheckTask): Promise<CheckAnswer> {
  return doCheckTask(task, checkersFor, systemClock());
}

async function checkersFor(
  plan: TestPlan,
  { folder, trust, added }: CheckTask,
): Promise<readonly Checker[]> {
  const repertoire = trust ? await storedRepertoire(folder, plan) : BUILT_IN;
  const others = await addedCheckers(added, folder);
  return [...checkersOf(plan, repertoire), ...others.map(({ checker }) => checker)];
}
