/** Finds and loads zoobreak.config.ts. */
import { access } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { UsageError } from '../exit.ts';
import { defaultExport } from '../modules/load.ts';
import type { Sources } from './settings-sources.ts';

const DEFAULT_NAME = 'zoobreak.config.ts';

/**
 * The configuration at `named`, or at ./zoobreak.config.ts where that exists.
 * @throws UsageError where a named file does not exist, or a file cannot be loaded.
 */
export async function loadConfig(
  folder: string,
  named: string | undefined,
): Promise<Sources['config']> {
  const path = resolve(folder, named ?? DEFAULT_NAME);
  const shown = relative(folder, path);
  if (!(await exists(path))) {
    if (named === undefined) return undefined;
    throw new UsageError(`--config: expected a file, found nothing at ${path}.`);
  }
  return { path: shown, values: await defaultExport(path, shown) };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
