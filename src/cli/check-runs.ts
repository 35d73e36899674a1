/** `zoobreak check DIR...`: the checkers of stored runs once more; their reports are written anew. */
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { systemClock } from '../clock.ts';
import { HistoryError } from '../history/history-error.ts';
import { json } from '../report/json.ts';
import type { RunReport } from '../report/run-report.ts';
import { summary } from '../report/summary.ts';
import { type CheckOptions, checkStored } from '../runner/check.ts';
import { FILES, readTest } from '../runner/results.ts';
import { checkOptions } from './check-options.ts';
import { exitOf, overall, UsageError } from './exit.ts';
import { storeReports } from './stored-report.ts';
import type { Verb } from './verb.ts';

export const checkRuns: Verb = async (terminal, flags, paths) => {
  if (flags.model !== undefined)
    throw new UsageError('--model: expected with history files, found with the folder of a run.');
  const options = checkOptions(systemClock(), new AbortController().signal);
  const reports: RunReport[] = [];
  for (const path of paths) {
    const folder = await realpath(resolve(terminal.folder, path));
    const report = await judge(folder, options, terminal.folder);
    reports.push(report);
    if (flags.json !== true) terminal.out(`${summary(report)}\n`);
  }
  const valid = overall(reports.map(report => report.valid));
  if (flags.json === true) terminal.out(json({ valid, reports, crashes: [] }));
  return exitOf(valid);
};

/** @throws UsageError where the folder is not that of a run, or its history is broken. */
async function judge(folder: string, options: CheckOptions, from: string): Promise<RunReport> {
  await requireHistory(folder);
  try {
    return await storeReports(folder, await checkStored(folder, options), from);
  } catch (cause) {
    if (cause instanceof HistoryError) throw new UsageError(cause.message, { cause });
    throw cause;
  }
}

async function requireHistory(folder: string): Promise<void> {
  const { crash } = await readTest(folder).catch((cause: unknown) => {
    throw new UsageError(`check: ${cause instanceof Error ? cause.message : cause}`, { cause });
  });
  if (existsSync(join(folder, FILES.history))) return;
  throw new UsageError(
    `check: ${folder}: expected a history, found none: ${crash ?? 'the run ended before its load'}`,
  );
}
