/** `zoobreak check PATH...`: judges stored runs (folders) and history files again, without an ensemble. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../exit.ts';
import type { Verb } from '../verb.ts';

/** Only what the paths need is loaded: the reports of a run take longer to load than a file to judge. */
export const check: Verb = async (terminal, flags, paths) => {
  const folders = paths.map(path => isFolder(resolve(terminal.folder, path)));
  if (folders.every(folder => folder))
    return (await import('../checks/check-runs.ts')).checkRuns(terminal, flags, paths);
  if (!folders.some(folder => folder))
    return (await import('../checks/check-files.ts')).checkFiles(terminal, flags, paths);
  throw new UsageError(
    'check: expected folders of runs or history files, found both; check them apart.',
  );
};

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    throw new UsageError(
      `check: expected the folder of a run or a history file, found nothing at ${path}.`,
      { cause },
    );
  }
}
