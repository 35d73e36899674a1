/** Executes a run from its plan alone, to repeat a stored run. */
import { systemClock } from '../../clock.ts';
import { targets } from '../../ensemble/registry.ts';
import { isCrash, type RunReport } from '../../report/run-report.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { aimedNemesis } from '../aimed.ts';
import { listen } from '../interrupts.ts';
import type { Repertoire } from '../modules/repertoire.ts';
import { named } from '../named.ts';
import { resultsFolder } from '../options/settings-of.ts';
import { Display } from '../output/display.ts';
import { peopleLog } from '../output/people-log.ts';
import type { Terminal } from '../terminal.ts';
import { oneRun } from './one-run.ts';
import { targetOf } from './planned.ts';
import { preflight } from './preflight.ts';

interface RunPlanOptions {
  readonly quiet: boolean;
  /** The entries that the plan names. */
  readonly repertoire: Repertoire;
  /** The folder of all results. Default: the usual one. */
  readonly root?: string;
}

/** Returns undefined if the run crashed, which has been reported. */
export async function runPlan(
  terminal: Terminal,
  plan: TestPlan,
  { quiet, repertoire, root }: RunPlanOptions,
): Promise<RunReport | undefined> {
  const clock = systemClock();
  const display = new Display({ terminal, clock, limitMs: plan.timeLimitMs, quiet });
  const log = peopleLog(line => display.note(line), false);
  const interrupts = listen(clock, line => display.note(line));
  try {
    const target = await targetOf(plan, { log, clock, repertoire });
    const nemeses = plan.nemeses.map(text => aimedNemesis(repertoire.nemesis, text).entry);
    await preflight(named(targets, plan.target), target, nemeses, plan.server);
    const ended = await oneRun({
      plan,
      target,
      repertoire,
      clock,
      log,
      display,
      interrupts,
      root: root ?? (await resultsFolder(terminal)),
      from: terminal.folder,
    });
    return isCrash(ended) ? undefined : ended;
  } finally {
    interrupts.release();
    display.rest();
  }
}
