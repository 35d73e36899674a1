/** Finds the checkers of a run that names the user's own entries, or checkers besides those of its workload,
 * among all entries. */
import type { Checker } from '../../contract.ts';
import type { CheckTask } from '../../judge/check-task.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { addedCheckers } from '../modules/added-checkers.ts';
import { storedRepertoire } from '../modules/own.ts';
import { BUILT_IN } from '../modules/repertoire.ts';
import { checkersOf } from './planned.ts';

export async function allCheckers(
  plan: TestPlan,
  { folder, trust, added }: CheckTask,
): Promise<readonly Checker[]> {
  const repertoire = trust ? await storedRepertoire(folder, plan) : BUILT_IN;
  const others = await addedCheckers(added, folder);
  return [...checkersOf(plan, repertoire), ...others.map(({ checker }) => checker)];
}
