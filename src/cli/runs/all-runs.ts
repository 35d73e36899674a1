/** Executes the runs of one `zoobreak run`, one after the other, each with the next seed. */
import { resolve } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { Target } from '../../contract.ts';
import type { Log } from '../../log.ts';
import type { Reporter } from '../../report/reporter.ts';
import { type CrashReport, isCrash, type RunReport } from '../../report/run-report.ts';
import { EXIT, worst } from '../exit.ts';
import type { Interrupts } from '../interrupts.ts';
import type { Repertoire } from '../modules/repertoire.ts';
import type { Settings } from '../options/config.ts';
import { planOf } from '../options/plan.ts';
import type { Display } from '../output/display.ts';
import type { Terminal } from '../terminal.ts';
import { exitOfRun, together } from './ended-runs.ts';
import { oneRun } from './one-run.ts';

export interface AllRuns {
  readonly terminal: Terminal;
  readonly settings: Settings;
  readonly repertoire: Repertoire;
  readonly firstSeed: number;
  /** Opens the target of the run with this seed. */
  readonly open: (seed: number) => Promise<Target>;
  readonly clock: Clock;
  readonly log: Log;
  readonly interrupts: Interrupts;
  readonly display: Display;
  readonly reporter: Reporter;
}

/** Returns the combined exit code. An interrupt ends the current run, and no other begins. */
export async function allRuns(all: AllRuns): Promise<number> {
  const { settings, interrupts, firstSeed, reporter } = all;
  const ended: (RunReport | CrashReport)[] = [];
  for (let at = 0; at < settings.testCount && !interrupts.stop.aborted; at++)
    ended.push(await showOne(all, (firstSeed + at) | 0));
  await reporter.onEnd?.(together(ended));
  return interrupts.stop.aborted ? EXIT.interrupted : worst(ended.map(exitOfRun));
}

async function showOne(all: AllRuns, seed: number): Promise<RunReport | CrashReport> {
  const { terminal, settings, repertoire, display, open, reporter } = all;
  const ended = await oneRun({
    ...all,
    target: await open(seed),
    plan: planOf(settings, seed, repertoire.modules),
    root: resolve(terminal.folder, settings.results),
    from: terminal.folder,
  });
  display.rest();
  if (!isCrash(ended)) await reporter.onRun?.(ended);
  return ended;
}
