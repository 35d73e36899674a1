/** The runs of one `zoobreak run`, one after the other, each with the next seed. */
import { resolve } from 'node:path';
import type { NemesisEntry } from '../../nemesis/entry.ts';
import type { WorkloadEntry } from '../../workloads/entry.ts';
import type { Clock } from '../clock.ts';
import type { Target } from '../contract.ts';
import type { Log } from '../log.ts';
import type { Reporter } from '../report/reporter.ts';
import type { RunReport } from '../report/run-report.ts';
import type { Display } from './display.ts';
import { EXIT, exitOf, overall, worst } from './exit.ts';
import type { Interrupts } from './interrupts.ts';
import { oneRun } from './one-run.ts';
import { planOf } from './plan.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

export interface AllRuns {
  readonly terminal: Terminal;
  readonly settings: Settings;
  readonly firstSeed: number;
  readonly workload: WorkloadEntry;
  readonly nemeses: readonly NemesisEntry[];
  /** The target of the run with this seed. */
  readonly open: (seed: number) => Target;
  readonly clock: Clock;
  readonly log: Log;
  readonly interrupts: Interrupts;
  readonly display: Display;
  readonly reporter: Reporter;
}

/** The exit code of all of them. An interrupt ends the run that goes on, and no other begins. */
export async function allRuns(all: AllRuns): Promise<number> {
  const { settings, interrupts, firstSeed, reporter } = all;
  const reports: RunReport[] = [];
  const codes: number[] = [];
  for (let at = 0; at < settings.testCount && !interrupts.stop.aborted; at++) {
    const report = await showOne(all, (firstSeed + at) | 0);
    codes.push(report === undefined ? EXIT.crash : exitOf(report.valid));
    if (report !== undefined) reports.push(report);
  }
  const crashes = codes.filter(code => code === EXIT.crash).length;
  const crashed = crashes > 0 ? (['unknown'] as const) : [];
  const valid = overall([...reports.map(report => report.valid), ...crashed]);
  await reporter.onEnd?.({ valid, reports, crashes });
  return interrupts.stop.aborted ? EXIT.interrupted : worst(codes);
}

async function showOne(all: AllRuns, seed: number): Promise<RunReport | undefined> {
  const { terminal, settings, display, open, reporter } = all;
  const report = await oneRun({
    ...all,
    target: open(seed),
    plan: planOf(settings, seed),
    root: resolve(terminal.folder, 'results'),
    from: terminal.folder,
  });
  display.rest();
  if (report !== undefined) await reporter.onRun?.(report);
  return report;
}
