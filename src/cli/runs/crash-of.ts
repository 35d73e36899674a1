/** Builds the report of a run that ended without a verdict. */
import { relative } from 'node:path';
import type { CrashReport } from '../../report/run-report.ts';
import { identityOf } from '../../store/identity.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { runCommand } from '../options/command-line.ts';

interface Crash {
  readonly folder: string;
  /** The folder against which printed paths are relative. */
  readonly from: string;
  readonly why: string;
}

export function crashOf(plan: TestPlan, { folder, from, why }: Crash): CrashReport {
  const { name, setting } = identityOf({ plan, ensemble: {}, workload: {} });
  return {
    name,
    setting,
    folder: relative(from, folder),
    why,
    again: runCommand(plan),
  };
}
