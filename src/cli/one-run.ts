/** One run of `zoobreak run`: the plan's parts put together, shown while it lasts, reported at its end. */
import { relative } from 'node:path';
import type { NemesisEntry } from '../../nemesis/entry.ts';
import type { WorkloadEntry } from '../../workloads/entry.ts';
import type { Clock } from '../clock.ts';
import type { Target } from '../contract.ts';
import type { Log } from '../log.ts';
import { seededRandom } from '../random.ts';
import type { CrashReport, RunReport } from '../report/run-report.ts';
import { checkStored } from '../runner/check.ts';
import { type TestPlan, workloadOptionsOf } from '../runner/plan.ts';
import type { RunObserver } from '../runner/request.ts';
import { createRunFolder } from '../runner/results.ts';
import { RunCrash, runTest } from '../runner/run.ts';
import { checkOptions } from './check-options.ts';
import { crashOf } from './crash-of.ts';
import type { Display } from './display.ts';
import type { Interrupts } from './interrupts.ts';
import { startLine } from './start-line.ts';
import { storeReports } from './stored-report.ts';
import { versionsAt } from './versions.ts';

export interface OneRun {
  readonly plan: TestPlan;
  readonly workload: WorkloadEntry;
  readonly nemeses: readonly NemesisEntry[];
  readonly target: Target;
  readonly clock: Clock;
  readonly log: Log;
  readonly display: Display;
  readonly interrupts: Interrupts;
  /** The folder of all results, and the one that paths are shown from. */
  readonly root: string;
  readonly from: string;
}

/** The report of the run; a crash is told. */
export async function oneRun(run: OneRun): Promise<RunReport | CrashReport> {
  const { plan, display, root, from, clock } = run;
  const folder = await createRunFolder(root, plan, clock.wallMs());
  if (run.target.clock !== undefined) display.goBy(run.target.clock);
  display.note(startLine(plan.seed, relative(from, folder)));
  try {
    const { verdict } = await runTest(requestOf(run, folder), run.interrupts);
    return await storeReports(folder, verdict, from);
  } catch (error) {
    if (!(error instanceof RunCrash)) throw error;
    display.note(`CRASH: ${error.message}`);
    const crash = crashOf(plan, { folder, from, why: error.message });
    display.note(`The logs are in ${crash.folder}; again: ${crash.again}`);
    return crash;
  }
}

function requestOf(run: OneRun, folder: string): Parameters<typeof runTest>[0] {
  const { plan, target, clock, log, display, interrupts } = run;
  const random = seededRandom(plan.seed);
  return {
    plan,
    target,
    clock: target.clock ?? clock,
    random,
    folder,
    log,
    workload: run.workload.create(workloadOptionsOf(plan, random.stream('workload'))),
    nemeses: run.nemeses.map(({ create }) => create),
    versions: versionsAt(run.from),
    observer: observerOf(display),
    check: path => checkStored(path, checkOptions(clock, interrupts.abort)),
  };
}

function observerOf(display: Display): RunObserver {
  return {
    onPhase: phase => display.phase(phase),
    onEvent: event => display.event(event),
    onRoles: roles => display.roles(roles),
  };
}
