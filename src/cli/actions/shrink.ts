/** `zoobreak shrink DIR`: looks for a smaller run on the sim that is invalid still, and stores it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../clock.ts';
import { summary } from '../../report/summary.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { readVerdict } from '../../store/results.ts';
import { EXIT, exitOf, UsageError } from '../exit.ts';
import { listen } from '../interrupts.ts';
import type { Repertoire } from '../modules/repertoire.ts';
import { runCommand } from '../options/command-line.ts';
import { smallerPlans } from '../options/plan-parts.ts';
import { runPlan } from '../runs/run-plan.ts';
import { orUsageError, storedSimRun } from '../runs/stored-sim-run.ts';
import type { Terminal } from '../terminal.ts';
import type { Verb } from '../verb.ts';

/** A smaller run is another run: a violation may need another seed to show in it. */
const SEEDS = 3;
const STOPPING =
  'Stopping. The last of the smaller runs above, if there is one, is invalid still.\n';

export const shrink: Verb = async (terminal, flags, [path = '.']) => {
  const trust = flags.trust === true;
  const { folder, plan, repertoire } = await storedSimRun(terminal, {
    verb: 'shrink',
    path,
    trust,
  });
  const { valid } = await orUsageError('shrink', () => readVerdict(folder));
  if (valid !== false)
    throw new UsageError(
      `shrink: ${path}: expected an invalid run, found one that is ${valid === true ? 'valid' : valid}.`,
    );
  const scratch = await mkdtemp(join(tmpdir(), 'zoobreak-shrink-'));
  /** Of the runs that are tried nothing is left to be told of. */
  const silent: Terminal = { ...terminal, err: () => {} };
  const { stop, release } = listen(systemClock(), () => terminal.err(STOPPING));
  try {
    const isInvalid = async (tried: TestPlan): Promise<boolean> => {
      const report = await runPlan(silent, tried, { quiet: true, repertoire, root: scratch });
      return report?.valid === false && !stop.aborted;
    };
    if (!(await isInvalid(plan)) && !stop.aborted)
      throw new UsageError(
        `shrink: ${path}: expected the run to be invalid again, found that it is not. \`zoobreak replay\` says where it differs.`,
      );
    const found = await smallest(plan, { isInvalid, stop, terminal });
    return stop.aborted ? EXIT.interrupted : await storeSmallest(terminal, found, repertoire);
  } finally {
    release();
    await rm(scratch, { recursive: true });
  }
};

interface Search {
  /** Never, once `stop` aborted. */
  readonly isInvalid: (plan: TestPlan) => Promise<boolean>;
  readonly stop: AbortSignal;
  readonly terminal: Terminal;
}

/** Takes one step after the other for as long as the run stays invalid. */
async function smallest(plan: TestPlan, search: Search): Promise<TestPlan> {
  const { isInvalid, stop, terminal } = search;
  for (const candidate of smallerPlans(plan))
    for (let seed = plan.seed; seed < plan.seed + SEEDS; seed++) {
      const smaller = { ...candidate, seed: seed | 0 };
      if (stop.aborted || !(await isInvalid(smaller))) continue;
      terminal.err(`smaller: ${runCommand(smaller)}\n`);
      return smallest(smaller, search);
    }
  return plan;
}

async function storeSmallest(
  terminal: Terminal,
  plan: TestPlan,
  repertoire: Repertoire,
): Promise<number> {
  const report = await runPlan(terminal, plan, { quiet: true, repertoire });
  if (report === undefined) return EXIT.crash;
  terminal.out(`${summary(report)}\n`);
  return exitOf(report.valid);
}
