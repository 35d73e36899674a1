/** `zoobreak check PATH...`: checks stored runs (folders) and history files again, without an ensemble. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../exit.ts';
import type { Verb } from '../verb.ts';

/** Loads only what the paths need: the report writers take longer to load than a history file takes to check. */
export const check: Verb = async (terminal, flags, paths) => {
  const folders = paths.map(path => isFolder(resolve(terminal.folder, path)));
  if (folders.every(folder => folder))
    return (await import('../checks/check-runs.ts')).checkRuns(terminal, flags, paths);
  if (!folders.some(folder => folder))
    return (await import('../checks/check-files.ts')).checkFiles(terminal, flags, paths);
  throw new UsageError(
    'check: expected folders of runs or history files, found both. Check them separately.',
  );
};

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    throw new UsageError(
      `check: expected a run's folder or a history file, found nothing at ${path}.`,
      { cause },
    );
  }
}
