/** The plan of a run, stored as the `plan` of test.json. */
export type { SshPlan, TestPlan } from './records/plan.ts';
