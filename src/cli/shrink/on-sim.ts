/** Shrinks a run on a virtual clock, where the same plan gives the same history: fewer faults, nodes,
 * clients, keys, a shorter and slower load, or fewer steps of its schedule. */

import type { TestPlan } from '../../store/records/plan.ts';
import { EXIT, exitOf, UsageError } from '../exit.ts';
import { runCommand } from '../options/command-line.ts';
import { smallerPlans } from '../options/plan-parts.ts';
import { endingOf } from '../output/ending.ts';
import { runPlan } from '../runs/run-plan.ts';
import type { Terminal } from '../terminal.ts';
import type { ShrinkMeans } from './means.ts';

/** How many seeds each smaller run is tried with, as a violation may need another seed to appear. */
const SEEDS = 3;

/** Returns the exit code. @throws UsageError if the run is not invalid again. */
export async function shrinkOnSim(means: ShrinkMeans): Promise<number> {
  const { terminal, plan, repertoire, scratch, stop, path } = means;
  /** Candidate runs are discarded, so nothing is logged for them. */
  const silent: Terminal = { ...terminal, err: () => {} };
  const isInvalid = async (tried: TestPlan): Promise<boolean> => {
    const report = await runPlan(silent, tried, { quiet: true, repertoire, root: scratch });
    return report?.valid === false && !stop.aborted;
  };
  if (!(await isInvalid(plan)) && !stop.aborted)
    throw new UsageError(
      `shrink: ${path}: expected the run to be invalid again, found that it is not. \`zoobreak replay\` says where it differs.`,
    );
  const found = await smallest(plan, { isInvalid, stop, terminal });
  return stop.aborted ? EXIT.interrupted : storeSmallest(found, means);
}

interface Search extends Pick<ShrinkMeans, 'stop' | 'terminal'> {
  /** Returns false once `stop` aborted. */
  readonly isInvalid: (plan: TestPlan) => Promise<boolean>;
}

/** Takes one step after another while the run stays invalid. */
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

async function storeSmallest(plan: TestPlan, means: ShrinkMeans): Promise<number> {
  const { terminal, repertoire } = means;
  const report = await runPlan(terminal, plan, { quiet: true, repertoire });
  if (report === undefined) return EXIT.crash;
  terminal.out(`${endingOf(report, { ...terminal, colours: terminal.colours?.out ?? false })}\n`);
  return exitOf(report.valid);
}
