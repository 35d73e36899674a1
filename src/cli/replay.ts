/** `zoobreak replay DIR`: runs a stored plan on the sim again, and says whether the history is the same. */
import { readFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { nemeses } from '../../nemesis/registry.ts';
import { workloads } from '../../workloads/registry.ts';
import { systemClock } from '../clock.ts';
import type { RunReport } from '../report/run-report.ts';
import type { TestPlan } from '../runner/plan.ts';
import { FILES, readTest } from '../runner/results.ts';
import { Display } from './display.ts';
import { EXIT, UsageError } from './exit.ts';
import { listen } from './interrupts.ts';
import { named } from './named.ts';
import { oneRun } from './one-run.ts';
import { peopleLog } from './people-log.ts';
import { targets } from './targets.ts';
import type { Terminal } from './terminal.ts';
import type { Verb } from './verb.ts';

/** Exits with 0 where the two histories are the same to the byte, with 1 where they are not. */
export const replay: Verb = async (terminal, flags, [path = '.']) => {
  const { folder, plan } = await storedRun(terminal, path);
  const report = await runAgain(terminal, plan, flags.quiet === true);
  if (report === undefined) return EXIT.crash;
  const [before, after] = await Promise.all([
    linesOf(folder),
    linesOf(resolve(terminal.folder, report.folder)),
  ]);
  const difference = firstDifference(before, after);
  terminal.out(
    `${difference ?? `identical: ${after.length} events, verdict ${report.valid}`}; again in ${report.folder}\n`,
  );
  return difference === undefined ? EXIT.valid : EXIT.invalid;
};

/** @throws UsageError where it is not the folder of a run, or its run was not on the sim. */
async function storedRun(
  terminal: Terminal,
  path: string,
): Promise<{ readonly folder: string; readonly plan: TestPlan }> {
  try {
    const folder = await realpath(resolve(terminal.folder, path));
    const { plan } = await readTest(folder);
    if (plan.target === 'sim') return { folder, plan };
    throw new UsageError(
      `replay: ${path}: expected a run on the sim, found one on ${plan.target}. Only the sim repeats itself.`,
    );
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`replay: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/** Undefined where the run crashed, which was told. */
async function runAgain(
  terminal: Terminal,
  plan: TestPlan,
  quiet: boolean,
): Promise<RunReport | undefined> {
  const clock = systemClock();
  const display = new Display({ terminal, clock, limitMs: plan.timeLimitMs, quiet });
  const log = peopleLog(line => display.note(line), false);
  const interrupts = listen(clock, line => display.note(line));
  const { seed, bug } = plan;
  try {
    return await oneRun({
      plan,
      workload: named(workloads, plan.workload),
      nemeses: plan.nemeses.map(name => named(nemeses, name)),
      target: named(targets, plan.target).open({
        log,
        clock,
        seed,
        ...(bug !== undefined && { bug }),
      }),
      clock,
      log,
      display,
      interrupts,
      root: resolve(terminal.folder, 'results'),
      from: terminal.folder,
    });
  } finally {
    interrupts.release();
    display.rest();
  }
}

async function linesOf(folder: string): Promise<readonly string[]> {
  return (await readFile(join(folder, FILES.history), 'utf8')).trimEnd().split('\n');
}

/** In words; undefined where there is none. */
export function firstDifference(
  before: readonly string[],
  after: readonly string[],
): string | undefined {
  const length = Math.max(before.length, after.length);
  for (let at = 0; at < length; at++) {
    if (before[at] === after[at]) continue;
    return `different from event ${at} on: expected ${before[at] ?? 'the end'}, found ${after[at] ?? 'the end'}`;
  }
  return undefined;
}
