/** The plan of a stored run that can be run again. */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { nemeses } from '../../../nemesis/registry.ts';
import { workloads } from '../../../workloads/registry.ts';
import { targets } from '../../ensemble/registry.ts';
import { bugs } from '../../ensemble/sim/bugs.ts';
import type { TestPlan } from '../../store/plan.ts';
import { readTest } from '../../store/results.ts';
import { UsageError } from '../exit.ts';
import { named } from '../named.ts';
import type { Terminal } from '../terminal.ts';

export interface StoredSimRun {
  readonly folder: string;
  readonly plan: TestPlan;
}

/** @throws UsageError of that verb where it is not the folder of a run, its run was not on the sim, or what
 *  it names is not known here. */
export async function storedSimRun(
  verb: string,
  terminal: Terminal,
  path: string,
): Promise<StoredSimRun> {
  const folder = await realpath(resolve(terminal.folder, path)).catch(() => undefined);
  if (folder === undefined)
    throw new UsageError(`${verb}: ${path}: expected the folder of a run, found nothing.`);
  const plan = await orUsageError(verb, async () => planIn(folder));
  const repeating = targets.filter(({ virtualClock }) => virtualClock).map(({ name }) => name);
  if (repeating.includes(plan.target)) return { folder, plan };
  throw new UsageError(
    `${verb}: ${path}: expected a run on the ${repeating.join(' or ')}, found one on ${plan.target}. Only runs on a virtual clock repeat themselves.`,
  );
}

/** What `read` resolves to. @throws UsageError of that verb where it rejects. */
export async function orUsageError<T>(verb: string, read: () => Promise<T>): Promise<T> {
  return read().catch((cause: unknown) => {
    throw new UsageError(`${verb}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  });
}

/** @throws Error where it is not the folder of a run, or of one of another version. */
async function planIn(folder: string): Promise<TestPlan> {
  const { plan } = await readTest(folder);
  named(workloads, plan.workload);
  for (const name of plan.nemeses) named(nemeses, name);
  if (plan.bug !== undefined) named(bugs, plan.bug);
  return plan;
}
