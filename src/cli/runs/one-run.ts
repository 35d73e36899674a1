/** Executes one run of `zoobreak run`: assembles the plan's parts, shows progress, and reports at the end. */
import { relative } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { Target } from '../../contract.ts';
import type { Log } from '../../log.ts';
import type { CrashReport, RunReport } from '../../report/run-report.ts';
import type { RunObserver } from '../../run/request.ts';
import { RunCrash, runTest } from '../../run/run.ts';
import { writeModules } from '../../store/modules.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { createRunFolder } from '../../store/results.ts';
import type { Interrupts } from '../interrupts.ts';
import type { Repertoire } from '../modules/repertoire.ts';
import { checkCommand } from '../options/command-line.ts';
import type { Display } from '../output/display.ts';
import { checkOptions } from './check-options.ts';
import { crashOf } from './crash-of.ts';
import { reportStart } from './run-channel.ts';
import { requestOf } from './run-request.ts';
import { storeReports } from './stored-report.ts';

interface OneRun {
  readonly plan: TestPlan;
  readonly target: Target;
  readonly clock: Clock;
  readonly log: Log;
  readonly display: Display;
  readonly interrupts: Interrupts;
  /** The folder of all results, and the folder against which printed paths are relative. */
  readonly root: string;
  readonly from: string;
  /** The entries that the plan names. */
  readonly repertoire: Repertoire;
}

/** Returns the report of the run; a crash is also printed. */
export async function oneRun(run: OneRun): Promise<RunReport | CrashReport> {
  const { plan, target, display, interrupts, root, from, clock, log, repertoire } = run;
  const folder = await createRunFolder(root, plan, clock.wallMs());
  await writeModules(folder, repertoire.texts);
  if (target.clock !== undefined) display.goBy(target.clock);
  display.note(`seed ${plan.seed}, results in ${relative(from, folder)}`);
  reportStart(folder);
  const checks = { ...checkOptions(clock, interrupts.abort), trust: true };
  const observer = observerOf(display);
  const means = { target, clock, log, folder, from, checks, observer, repertoire };
  try {
    const { verdict } = await runTest(requestOf(plan, means), interrupts);
    return await storeReports(folder, verdict, from);
  } catch (error) {
    if (error instanceof RunCrash) return told(run, folder, error.message);
    if (!interrupts.abort.aborted) throw error;
    const crash = told(run, folder, 'interrupted before it was judged');
    display.note(`Judge it: ${checkCommand(crash.folder)}`);
    return crash;
  }
}

function told({ plan, display, from }: OneRun, folder: string, why: string): CrashReport {
  const crash = crashOf(plan, { folder, from, why });
  display.note(`CRASH: ${why}`);
  display.note(`The logs are in ${crash.folder}; again: ${crash.again}`);
  return crash;
}

function observerOf(display: Display): RunObserver {
  return {
    onPhase: phase => display.phase(phase),
    onEvent: event => display.event(event),
    onRoles: roles => display.roles(roles),
  };
}
