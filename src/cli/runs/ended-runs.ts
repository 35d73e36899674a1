/** Runs that have ended, with a verdict or without. */
import type { AllReports } from '../../report/reporter.ts';
import { type CrashReport, isCrash, type RunReport } from '../../report/run-report.ts';
import { EXIT, exitOf, overall } from '../exit.ts';

export function exitOfRun(ended: RunReport | CrashReport): number {
  return isCrash(ended) ? EXIT.crash : exitOf(ended.valid);
}

/** What reporters are told of all of them: a crash leaves unknown what it would have shown. */
export function together(ended: readonly (RunReport | CrashReport)[]): AllReports {
  const verdicts = ended.map(run => (isCrash(run) ? 'unknown' : run.valid));
  return {
    valid: overall(verdicts),
    reports: ended.filter((run): run is RunReport => !isCrash(run)),
    crashes: ended.filter(isCrash),
  };
}
