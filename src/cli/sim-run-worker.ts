/** A worker thread of `zoobreak run --test-count`: a run on the sim from its plan to its reports. */
import { nemeses } from '../../nemesis/registry.ts';
import { workloads } from '../../workloads/registry.ts';
import { systemClock } from '../clock.ts';
import { silentLog } from '../log.ts';
import { seededRandom } from '../random.ts';
import type { CrashReport, RunReport } from '../report/run-report.ts';
import { checkStored } from '../runner/check.ts';
import { type TestPlan, workloadOptionsOf } from '../runner/plan.ts';
import { RunCrash, runTest } from '../runner/run.ts';
import { keepHistoryAndReports } from '../runner/thin.ts';
import { LIMITS } from './check-options.ts';
import check from './check-worker.ts';
import { crashOf } from './crash-of.ts';
import { named } from './named.ts';
import { storeReports } from './stored-report.ts';
import { targets } from './targets.ts';
import { versionsAt } from './versions.ts';

/** Plain data, sent to a worker. */
export interface SimRunTask {
  readonly plan: TestPlan;
  /** Of the run, new. */
  readonly folder: string;
  /** The folder that paths are shown from. */
  readonly from: string;
}

/** The report of the run. Of a valid one the logs are dropped, as they can be made again from its plan. */
export default async function simRun(task: SimRunTask): Promise<RunReport | CrashReport> {
  const { plan, folder, from } = task;
  const never = new AbortController().signal;
  try {
    const { verdict } = await runTest(requestOf(task), { stop: never, abort: never });
    const report = await storeReports(folder, verdict, from);
    if (report.valid === true) await keepHistoryAndReports(folder);
    return report;
  } catch (error) {
    if (error instanceof RunCrash) return crashOf(plan, { folder, from, why: error.message });
    throw error;
  }
}

function requestOf({ plan, folder, from }: SimRunTask): Parameters<typeof runTest>[0] {
  const { seed, bug } = plan;
  const clock = systemClock();
  const random = seededRandom(seed);
  const options = { log: silentLog, clock, seed, ...(bug !== undefined && { bug }) };
  const target = named(targets, plan.target).open(options);
  const workload = named(workloads, plan.workload);
  const signal = new AbortController().signal;
  return {
    plan,
    target,
    clock: target.clock ?? clock,
    random,
    folder,
    log: silentLog,
    workload: workload.create(workloadOptionsOf(plan, random.stream('workload'))),
    nemeses: plan.nemeses.map(name => named(nemeses, name).create),
    versions: versionsAt(from),
    check: path => checkStored(path, { doTask: check, limits: LIMITS, clock, signal }),
  };
}
