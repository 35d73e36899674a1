/** `zoobreak report DIR...`: rewrites the reports of stored runs from the files in their folders. */
import { realpath } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { HistoryError } from '../../history/history-error.ts';
import { isReport } from '../../report/write.ts';
import { verifyManifest } from '../../store/manifest.ts';
import { readVerdict } from '../../store/results.ts';
import { EXIT, UsageError } from '../exit.ts';
import { storeReports } from '../runs/stored-report.ts';
import type { Verb } from '../verb.ts';

export const report: Verb = async (terminal, _flags, paths) => {
  for (const path of paths) {
    const folder = await rebuilt(resolve(terminal.folder, path), terminal.folder);
    terminal.out(`${relative(terminal.folder, folder) || '.'}/report.html\n`);
  }
  return EXIT.valid;
};

/** Writes the reports of a run and returns its folder. @throws UsageError or StoreError if the folder holds
 * no run, or one that was never checked. */
async function rebuilt(path: string, from: string): Promise<string> {
  const folder = await folderAt(path);
  await verifyManifest(folder, file => !isReport(file));
  try {
    await storeReports(folder, await readVerdict(folder), from);
    return folder;
  } catch (cause) {
    if (cause instanceof HistoryError) throw new UsageError(cause.message, { cause });
    throw cause;
  }
}

async function folderAt(path: string): Promise<string> {
  return realpath(path).catch((cause: unknown) => {
    throw new UsageError(`report: expected the folder of a run, found nothing at ${path}.`, {
      cause,
    });
  });
}
