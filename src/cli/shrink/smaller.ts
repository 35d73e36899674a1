/** Plans with fewer steps than a schedule has, and with fewer clients. */
import type { TestPlan } from '../../store/records/plan.ts';
import { ROWS } from '../options/rows.ts';
import { fewerSteps } from '../schedule/fewer-steps.ts';

/** The plans that are tried in place of this one: fewer steps first, then fewer clients. */
export function smallerSchedules(plan: TestPlan): readonly TestPlan[] {
  const fewerClients = ROWS.concurrency.smaller?.steps(plan) ?? [];
  return [...fewerSteps(plan), ...fewerClients.map(part => ({ ...plan, ...part }))];
}
