/** Derives plans with fewer steps or fewer clients. */
import type { TestPlan } from '../../store/records/plan.ts';
import { ROWS } from '../options/rows.ts';
import { fewerSteps } from '../schedule/fewer-steps.ts';

/** Returns the plans to try in place of this one: fewer steps first, then fewer clients. */
export function smallerSchedules(plan: TestPlan): readonly TestPlan[] {
  const fewerClients = ROWS.concurrency.smaller?.steps(plan) ?? [];
  return [...fewerSteps(plan), ...fewerClients.map(part => ({ ...plan, ...part }))];
}
