/** What is told of a run that ended without a verdict. */
import { relative } from 'node:path';
import type { CrashReport } from '../../report/run-report.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { nameOf } from '../../store/results.ts';
import { runCommand } from '../options/command-line.ts';
import { settingOf } from './stored-report.ts';

interface Crash {
  readonly folder: string;
  /** The folder that paths are shown from. */
  readonly from: string;
  readonly why: string;
}

export function crashOf(plan: TestPlan, { folder, from, why }: Crash): CrashReport {
  return {
    name: nameOf(plan),
    setting: settingOf(plan, {}),
    folder: relative(from, folder),
    why,
    again: runCommand(plan),
  };
}
