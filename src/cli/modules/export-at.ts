/** What a file of the user's own exports: a script by its default export, a profile in YAML or JSON as it says. */
import { extname } from 'node:path';
import { describedProfile, templateProblem } from '../../ensemble/described-profile.ts';
import { readProfile } from '../../store/profile.ts';
import { PROFILE_HELP, StoreError } from '../../store/store-error.ts';
import { UsageError } from '../exit.ts';
import type { Kind } from './kinds.ts';
import { defaultExport } from './load.ts';

/** @throws UsageError where there is no such file, or it is not as its kind demands. */
export async function exportAt(kind: Kind, path: string, shown: string): Promise<unknown> {
  if (!/^\.(ya?ml|json)$/.test(extname(path))) return defaultExport(path, shown);
  if (kind !== 'profile')
    throw new UsageError(`${shown}: expected a script (.ts or .js), found ${extname(path)}.`);
  const description = await readProfile(path).catch((cause: unknown) => {
    if (!(cause instanceof StoreError)) throw cause;
    throw new UsageError(`--profile: ${cause.message}`, { cause });
  });
  const problem = templateProblem(description);
  if (problem === undefined) return describedProfile(description);
  throw new UsageError(`${shown}: ${problem}. ${PROFILE_HELP}`);
}
