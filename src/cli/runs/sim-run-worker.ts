/** Worker thread of `zoobreak run --test-count`: executes a run on the sim, from its plan to its reports. */
import { systemClock } from '../../clock.ts';
import { silentLog } from '../../log.ts';
import type { CrashReport, RunReport } from '../../report/run-report.ts';
import type { RunRequest } from '../../run/request.ts';
import { RunCrash, runTest } from '../../run/run.ts';
import { keepHistoryAndReports } from '../../store/manifest.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { storedRepertoire } from '../modules/own.ts';
import { LIMITS } from './check-options.ts';
import check from './check-worker.ts';
import { crashOf } from './crash-of.ts';
import { targetOf } from './planned.ts';
import { requestOf } from './run-request.ts';
import { storeReports } from './stored-report.ts';

/** The input, plain data. */
export interface SimRunTask {
  readonly plan: TestPlan;
  /** The new folder of the run. */
  readonly folder: string;
  /** The folder against which printed paths are relative. */
  readonly from: string;
}

/** Returns the report of the run. The logs of a valid run are dropped, as its plan can reproduce them. */
export default async function simRun(task: SimRunTask): Promise<RunReport | CrashReport> {
  const { plan, folder, from } = task;
  const never = new AbortController().signal;
  try {
    const { verdict } = await runTest(await requestFor(task), { stop: never, abort: never });
    const report = await storeReports(folder, verdict, from);
    if (report.valid === true) await keepHistoryAndReports(folder);
    return report;
  } catch (error) {
    if (error instanceof RunCrash) return crashOf(plan, { folder, from, why: error.message });
    throw error;
  }
}

async function requestFor({ plan, folder, from }: SimRunTask): Promise<RunRequest> {
  const clock = systemClock();
  const log = silentLog;
  const repertoire = await storedRepertoire(folder, plan);
  const target = await targetOf(plan, { log, clock, repertoire });
  const { signal } = new AbortController();
  const checks = { doTask: check, limits: LIMITS, clock, signal, trust: true };
  return requestOf(plan, { target, clock, log, folder, from, checks, repertoire });
}
