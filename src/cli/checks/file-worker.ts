/** Worker thread for large history files. Its input and output are plain data. */
import { systemClock } from '../../clock.ts';
import { UsageError } from '../exit.ts';
import type { Flags } from '../verb.ts';
import { type CheckedFile, checkFile, fileOptionsOf } from './check-file.ts';
import type { Refused } from './in-a-thread.ts';

export interface FileTask {
  readonly path: string;
  readonly flags: Flags;
  /** The folder against which files of models are resolved. */
  readonly folder: string;
}

export default async function judge({
  path,
  flags,
  folder,
}: FileTask): Promise<CheckedFile | Refused> {
  try {
    return await checkFile(path, await fileOptionsOf(flags, folder), systemClock());
  } catch (error) {
    if (error instanceof UsageError) return { refused: error.message };
    throw error;
  }
}
