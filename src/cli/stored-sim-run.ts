/** The plan of a stored run that can be run again. */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { TestPlan } from '../runner/plan.ts';
import { readTest } from '../runner/results.ts';
import { UsageError } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** @throws UsageError of that verb where it is not the folder of a run, or its run was not on the sim. */
export async function storedSimRun(
  verb: string,
  terminal: Terminal,
  path: string,
): Promise<{ readonly folder: string; readonly plan: TestPlan }> {
  try {
    const folder = await realpath(resolve(terminal.folder, path));
    const { plan } = await readTest(folder);
    if (plan.target === 'sim') return { folder, plan };
    throw new UsageError(
      `${verb}: ${path}: expected a run on the sim, found one on ${plan.target}. Only the sim repeats itself.`,
    );
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`${verb}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
