/** `zoobreak check DIR...`: the checkers of stored runs once more; their reports are written anew. A folder of many runs
 *  stands for all of them. */
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { historyPathIn } from '../../history/history-names.ts';
import { json } from '../../report/json.ts';
import type { RunReport } from '../../report/run-report.ts';
import { MANIFEST_FILE, type Manifest, verifyManifest } from '../../store/manifest.ts';
import { exitOf, overall, UsageError } from '../exit.ts';
import { endingOf } from '../output/ending.ts';
import { runFolders } from '../output/run-cards.ts';
import type { Terminal } from '../terminal.ts';
import type { Flags, Verb } from '../verb.ts';
import { inAThread } from './in-a-thread.ts';
import { isLarge } from './large.ts';
import { judgeRun, type RunTask } from './run-worker.ts';

export const checkRuns: Verb = async (terminal, flags, paths) => {
  if (flags.model !== undefined)
    throw new UsageError('--model: expected with history files, found with the folder of a run.');
  const wishes = await wishesOf(terminal, flags);
  const reports: RunReport[] = [];
  let isShort = false;
  const folders = await runsAt(paths, terminal.folder);
  for (const folder of folders) {
    if (folders.length > paths.length && isThinned(terminal, folder)) {
      isShort = true;
      continue;
    }
    const before = await verifyManifest(folder);
    const report = await judged(terminal, { folder, from: terminal.folder, ...wishes });
    if (report === undefined) {
      isShort = true;
      continue;
    }
    note(terminal, before, report);
    reports.push(report);
    if (flags.json !== true)
      terminal.out(
        `${endingOf(report, { ...terminal, colours: terminal.colours?.out ?? false })}\n`,
      );
  }
  const valids = reports.map(report => report.valid);
  const valid = overall(isShort ? [...valids, 'unknown'] : valids);
  if (flags.json === true) terminal.out(json({ valid, reports, crashes: [] }));
  return exitOf(valid);
};

/** Whether a run among many has no history any more, as on a site that dropped the oldest; says so. */
function isThinned({ folder: from, err }: Terminal, folder: string): boolean {
  if (existsSync(historyPathIn(folder))) return false;
  err(`${relative(from, folder)}: unknown: its history was not kept\n`);
  return true;
}

/** The folders of all runs at and below the paths, such as results/ or a published site; a link among the paths is
 *  followed, none below them. A path without a run is kept, so that reading it says what is missing. */
async function runsAt(paths: readonly string[], from: string): Promise<readonly string[]> {
  const found = await Promise.all(
    paths.map(async path => {
      const folder = await realpath(resolve(from, path));
      const runs = await runFolders(folder);
      return runs.length > 0 ? runs : [folder];
    }),
  );
  return [...new Set(found.flat())];
}

type Wishes = Omit<RunTask, 'folder' | 'from'>;

/** @throws UsageError if an added checker cannot be loaded. */
async function wishesOf({ folder }: Terminal, flags: Flags): Promise<Wishes> {
  const references = [flags.checker ?? []].flat().map(String);
  const added = references.length === 0 ? [] : await addedOf(references, folder);
  return { trust: flags.trust === true, added };
}

/** Loads all checkers, which takes longer than to check a short run. @throws UsageError */
async function addedOf(
  references: readonly string[],
  folder: string,
): Promise<NonNullable<Wishes['added']>> {
  const { addedCheckers } = await import('../modules/added-checkers.ts');
  return (await addedCheckers(references, folder)).map(({ reference, checker }) => {
    const { name, perKey } = checker;
    return { reference, name, perKey };
  });
}

/** Notes that a manifest is missing, or that the verdict differs from the stored one although the files are
 * unchanged. */
function note(
  terminal: Terminal,
  before: Manifest | undefined,
  { valid, folder }: RunReport,
): void {
  if (before === undefined)
    terminal.err(`${folder}: no ${MANIFEST_FILE}, so changes to its files cannot be detected\n`);
  else if (before.valid !== valid)
    terminal.err(
      `${folder}: the verdict was ${before.valid} by zoobreak ${before.versions.zoobreak}, and is ${valid} now\n`,
    );
}

/** Returns undefined, after printing why, if the run needs more memory than is available. @throws UsageError
 * if its history is broken. */
async function judged(terminal: Terminal, task: RunTask): Promise<RunReport | undefined> {
  if (!isLarge(historyPathIn(task.folder))) return judgeRun(task);
  const answer = await inAThread<RunReport>('./run-worker.js', task);
  if (!('outOf' in answer)) return answer;
  terminal.err(`${task.folder}: unknown: ${answer.outOf}\n`);
  return undefined;
}
