/** `zoobreak report DIR...`: the reports of stored runs, written anew from what their folders hold. */
import { realpath } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
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

/** The run's folder. @throws UsageError where it is not that of a run that was checked. */
async function rebuilt(path: string, from: string): Promise<string> {
  try {
    const folder = await realpath(path);
    await verifyManifest(folder, file => !isReport(file));
    await storeReports(folder, await readVerdict(folder), from);
    return folder;
  } catch (cause) {
    throw new UsageError(
      `report: ${path}: expected the folder of a run that was checked: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  }
}
