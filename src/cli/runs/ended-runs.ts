/** Combines runs that have ended, with or without a verdict. */
import type { AllReports } from '../../report/reporter.ts';
import { type CrashReport, isCrash, type RunReport } from '../../report/run-report.ts';
import { EXIT, exitOf, overall } from '../exit.ts';

export function exitOfRun(ended: RunReport | CrashReport): number {
  return isCrash(ended) ? EXIT.crash : exitOf(ended.valid);
}

/** Returns the reporters' view of all runs. A crash counts as unknown, as the run might have shown anything. */
export function together(ended: readonly (RunReport | CrashReport)[]): AllReports {
  const verdicts = ended.map(run => (isCrash(run) ? 'unknown' : run.valid));
  return {
    valid: overall(verdicts),
    reports: ended.filter((run): run is RunReport => !isCrash(run)),
    crashes: ended.filter(isCrash),
  };
}
