/** `zoobreak check DIR...`: the checkers of stored runs once more; their reports are written anew. */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { systemClock } from '../../clock.ts';
import { HistoryError } from '../../history/history-error.ts';
import { type CheckOptions, checkStored } from '../../judge/check.ts';
import { json } from '../../report/json.ts';
import type { RunReport } from '../../report/run-report.ts';
import { summary } from '../../report/summary.ts';
import { MANIFEST_FILE, type Manifest, verifyManifest } from '../../store/manifest.ts';
import { exitOf, overall, UsageError } from '../exit.ts';
import { addedCheckers } from '../modules/added-checkers.ts';
import { checkOptions } from '../runs/check-options.ts';
import { storeReports } from '../runs/stored-report.ts';
import type { Terminal } from '../terminal.ts';
import type { Flags, Verb } from '../verb.ts';

export const checkRuns: Verb = async (terminal, flags, paths) => {
  if (flags.model !== undefined)
    throw new UsageError('--model: expected with history files, found with the folder of a run.');
  const options = await optionsOf(terminal, flags);
  const reports: RunReport[] = [];
  for (const path of paths) {
    const folder = await realpath(resolve(terminal.folder, path));
    const before = await verifyManifest(folder);
    const report = await judge(folder, options, terminal.folder);
    note(terminal, before, report);
    reports.push(report);
    if (flags.json !== true) terminal.out(`${summary(report)}\n`);
  }
  const valid = overall(reports.map(report => report.valid));
  if (flags.json === true) terminal.out(json({ valid, reports, crashes: [] }));
  return exitOf(valid);
};

/** @throws UsageError where an added checker cannot be had. */
async function optionsOf({ folder }: Terminal, flags: Flags): Promise<CheckOptions> {
  const references = [flags.checker ?? []].flat().map(String);
  const added = (await addedCheckers(references, folder)).map(({ reference, checker }) => {
    const { name, perKey } = checker;
    return { reference, name, perKey };
  });
  const signal = new AbortController().signal;
  return { ...checkOptions(systemClock(), signal), trust: flags.trust === true, added };
}

/** Notes what the manifest cannot show, or that the checkers decide otherwise than they did: the files are
 * the same as before. */
function note(
  terminal: Terminal,
  before: Manifest | undefined,
  { valid, folder }: RunReport,
): void {
  if (before === undefined)
    terminal.err(`${folder}: no ${MANIFEST_FILE}, so nobody can say whether it was changed\n`);
  else if (before.valid !== valid)
    terminal.err(
      `${folder}: the verdict was ${before.valid} by zoobreak ${before.versions.zoobreak}, and is ${valid} now\n`,
    );
}

/** @throws UsageError where its history is broken. */
async function judge(folder: string, options: CheckOptions, from: string): Promise<RunReport> {
  try {
    return await storeReports(folder, await checkStored(folder, options), from);
  } catch (cause) {
    if (cause instanceof HistoryError) throw new UsageError(cause.message, { cause });
    throw cause;
  }
}
