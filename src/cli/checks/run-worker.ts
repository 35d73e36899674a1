/** Worker thread for stored runs with a large history. Its input and output are plain data. */
import { systemClock } from '../../clock.ts';
import { HistoryError } from '../../history/history-error.ts';
import { type CheckOptions, checkStored } from '../../judge/check.ts';
import type { RunReport } from '../../report/run-report.ts';
import { StoreError } from '../../store/store-error.ts';
import { UsageError } from '../exit.ts';
import { checkOptions } from '../runs/check-options.ts';
import { storeReports } from '../runs/stored-report.ts';
import type { Refused } from './in-a-thread.ts';

export interface RunTask extends Pick<CheckOptions, 'trust' | 'added'> {
  /** The folder of the run. */
  readonly folder: string;
  /** The folder against which printed paths are relative. */
  readonly from: string;
}

export default async function judge(task: RunTask): Promise<RunReport | Refused> {
  try {
    return await judgeRun(task);
  } catch (error) {
    if (error instanceof UsageError || error instanceof StoreError)
      return { refused: error.message };
    throw error;
  }
}

/** Runs the checkers, and writes verdict and reports. @throws UsageError if the run's history is broken,
 * StoreError if its records are. */
export async function judgeRun({ folder, from, ...wishes }: RunTask): Promise<RunReport> {
  const options = { ...checkOptions(systemClock(), new AbortController().signal), ...wishes };
  try {
    return await storeReports(folder, await checkStored(folder, options), from);
  } catch (cause) {
    if (cause instanceof HistoryError) throw new UsageError(cause.message, { cause });
    throw cause;
  }
}
