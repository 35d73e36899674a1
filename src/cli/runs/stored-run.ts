/** Reads the plan of a stored run, to run it again. */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { targets } from '../../ensemble/registry.ts';
import { bugs } from '../../ensemble/sim/bugs.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { readTest } from '../../store/results.ts';
import { aimedNemesis } from '../aimed.ts';
import { UsageError } from '../exit.ts';
import { storedRepertoire } from '../modules/own.ts';
import type { Repertoire } from '../modules/repertoire.ts';
import { named } from '../named.ts';
import type { Terminal } from '../terminal.ts';

interface StoredRun {
  readonly folder: string;
  readonly plan: TestPlan;
  /** The entries that the plan names. */
  readonly repertoire: Repertoire;
}

interface Asked {
  readonly verb: string;
  readonly path: string;
  /** Whether code in the results may be executed. */
  readonly trust: boolean;
}

/** @throws UsageError of that verb if the folder holds no run, or the run names something unknown here. */
export async function storedRun(terminal: Terminal, asked: Asked): Promise<StoredRun> {
  const { verb, path } = asked;
  const folder = await realpath(resolve(terminal.folder, path)).catch(() => undefined);
  if (folder === undefined)
    throw new UsageError(`${verb}: ${path}: expected the folder of a run, found nothing.`);
  const { plan } = await orUsageError(verb, () => readTest(folder));
  requireTrust(plan, asked);
  const repertoire = await orUsageError(verb, () => repertoireOf(folder, plan));
  return { folder, plan, repertoire };
}

/** @throws UsageError as `storedRun` does, and if runs of the target are not reproducible. */
export async function storedSimRun(terminal: Terminal, asked: Asked): Promise<StoredRun> {
  const stored = await storedRun(terminal, asked);
  const repeating = targets.filter(({ virtualClock }) => virtualClock).map(({ name }) => name);
  if (repeating.includes(stored.plan.target)) return stored;
  const { verb, path } = asked;
  throw new UsageError(
    `${verb}: ${path}: expected a run on the ${repeating.join(' or ')}, found one on ${stored.plan.target}. Only runs on a virtual clock can be repeated exactly.`,
  );
}

/** Returns the result of `read`. @throws UsageError of that verb if `read` rejects. */
export async function orUsageError<T>(verb: string, read: () => Promise<T>): Promise<T> {
  return read().catch((cause: unknown) => {
    throw new UsageError(`${verb}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  });
}

/** @throws UsageError if the run has code of its own and the user did not allow its execution. */
function requireTrust({ modules = [] }: TestPlan, { verb, path, trust }: Asked): void {
  const [first] = modules;
  if (trust || first === undefined) return;
  throw new UsageError(
    `${verb}: ${path}: expected a run of built-in entries, found the ${first.kind} ${first.name}, whose code came with the results, in modules/${first.file}. Read it, then add --trust to execute it.`,
  );
}

/** @throws Error if the plan names something unknown here. */
async function repertoireOf(folder: string, plan: TestPlan): Promise<Repertoire> {
  const repertoire = await storedRepertoire(folder, plan);
  named(repertoire.workload, plan.workload);
  for (const text of plan.nemeses) aimedNemesis(repertoire.nemesis, text);
  if (plan.bug !== undefined) named(bugs, plan.bug);
  return repertoire;
}
