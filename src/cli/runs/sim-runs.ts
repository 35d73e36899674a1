/** Executes the runs of one `zoobreak run` on the sim: each with the next seed, as many at once as the
 * machine has cores. The output depends neither on their number nor on which ends first. */
import { Tinypool } from 'tinypool';
import type { Clock } from '../../clock.ts';
import type { Reporter } from '../../report/reporter.ts';
import { type CrashReport, isCrash, type RunReport } from '../../report/run-report.ts';
import { writeModules } from '../../store/modules.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { createRunFolder } from '../../store/results.ts';
import { EXIT, worst } from '../exit.ts';
import type { Interrupts } from '../interrupts.ts';
import { LIMITS } from './check-options.ts';
import { crashOf } from './crash-of.ts';
import { exitOfRun, together } from './ended-runs.ts';
import type { SimRunTask } from './sim-run-worker.ts';
import { Slots } from './slots.ts';

const HEARTBEAT_MS = 10_000;

export interface SimRuns {
  readonly plans: readonly TestPlan[];
  /** The user's own sources that the plans name, by path inside modules/. */
  readonly texts: ReadonlyMap<string, string>;
  /** How many runs at once. */
  readonly jobs: number;
  /** The folder in which results are stored, and the one that printed paths are relative to. */
  readonly root: string;
  readonly from: string;
  readonly clock: Clock;
  readonly interrupts: Interrupts;
  readonly reporter: Reporter;
  /** Prints a line for people. */
  readonly note: (line: string) => void;
}

type Ended = RunReport | CrashReport;
type Run = (task: SimRunTask) => Promise<Ended>;

/** Returns the combined exit code. After an interrupt no other run begins; a second interrupt drops those in
 * progress. */
export async function simRuns(all: SimRuns): Promise<number> {
  const pool = new Tinypool({
    filename: new URL('./sim-run-worker.js', import.meta.url).href,
    minThreads: all.jobs,
    maxThreads: all.jobs,
    resourceLimits: { maxOldGenerationSizeMb: LIMITS.memoryMb },
  });
  try {
    const run: Run = task => pool.run(task, { signal: all.interrupts.abort });
    const ended = await runAll(all, run);
    await all.reporter.onEnd?.(together(ended));
    return all.interrupts.stop.aborted ? EXIT.interrupted : worst(ended.map(exitOfRun));
  } finally {
    await pool.destroy();
  }
}

/** Reports each run once all runs before it have ended. */
export async function runAll(all: SimRuns, run: Run): Promise<readonly Ended[]> {
  const { plans, clock, note, reporter } = all;
  const slots = new Slots(all.jobs);
  const runs = plans.map(plan => slots.use(() => runOne(all, plan, run)));
  const ended: Ended[] = [];
  const heart = heartbeat(clock, () => note(`${ended.length} of ${plans.length} runs have ended`));
  for (const each of runs) {
    const one = await each;
    if (one === undefined) continue;
    ended.push(one);
    if (!isCrash(one)) await reporter.onRun?.(one);
    else note(`CRASH: ${one.why}; again: ${one.again}`);
  }
  heart.stop();
  return ended;
}

/** Returns undefined if the run did not begin. */
async function runOne(
  { root, from, clock, interrupts, texts }: SimRuns,
  plan: TestPlan,
  run: Run,
): Promise<Ended | undefined> {
  if (interrupts.stop.aborted) return undefined;
  const folder = await createRunFolder(root, plan, clock.wallMs());
  await writeModules(folder, texts);
  return run({ plan, folder, from }).catch((error: unknown) =>
    crashOf(plan, { folder, from, why: error instanceof Error ? error.message : String(error) }),
  );
}

function heartbeat(clock: Clock, beat: () => void): { stop(): void } {
  let timer = clock.after(HEARTBEAT_MS, again);
  function again(): void {
    beat();
    timer = clock.after(HEARTBEAT_MS, again);
  }
  return { stop: () => timer.cancel() };
}
