/** `zoobreak check --model NAME FILE...`: prints a line for each history file, and a summary. */
import { resolve } from 'node:path';
import { sentenceOf } from '../../anomalies.ts';
import { unknown } from '../../checker/verdict.ts';
import { systemClock } from '../../clock.ts';
import type { Verdict } from '../../contract.ts';
import { pairsText } from '../../report/run-report.ts';
import { exitOf, overall } from '../exit.ts';
import type { Flags, Verb } from '../verb.ts';
import { type CheckedFile, checkFile, fileOptionsOf } from './check-file.ts';
import type { FileTask } from './file-worker.ts';
import { isLarge } from './large.ts';
import { modelBeside } from './model-beside.ts';

interface Checked extends CheckedFile {
  readonly path: string;
}

export const checkFiles: Verb = async (terminal, given, paths) => {
  const flags = await withModel(given, paths, terminal.folder);
  const options = await fileOptionsOf(flags, terminal.folder);
  const judged = (path: string): Promise<CheckedFile> =>
    isLarge(path)
      ? apart({ path, flags, folder: terminal.folder })
      : checkFile(path, options, systemClock());
  const asJson = flags.json === true;
  const checked: Checked[] = [];
  try {
    for (const path of paths) {
      const { verdict, note } = await judged(resolve(terminal.folder, path));
      checked.push({ path, verdict, note });
      if (note !== undefined) terminal.err(`${path}: ${note}\n`);
      if (!asJson) terminal.out(`${path}: ${verdictText(verdict)}\n`);
    }
  } catch (cause) {
    // A file that cannot be read does not hide the verdicts on the others.
    if (asJson) terminal.out(filesJson(checked, overall([...validsOf(checked), 'unknown'])));
    throw cause;
  }
  const valid = overall(validsOf(checked));
  terminal.out(asJson ? filesJson(checked, valid) : `${totals(checked)}\n`);
  return exitOf(valid);
};

/** A history in the folder of a run says by its test.json what it is a history of, where all files agree. */
async function withModel(flags: Flags, paths: readonly string[], from: string): Promise<Flags> {
  if (flags.model !== undefined) return flags;
  const beside = await Promise.all(paths.map(path => modelBeside(resolve(from, path))));
  const [model, ...others] = new Set(beside);
  return model === undefined || others.length > 0 ? flags : { ...flags, model };
}

async function apart(task: FileTask): Promise<CheckedFile> {
  const { inAThread } = await import('./in-a-thread.ts');
  const answer = await inAThread<CheckedFile>('./file-worker.js', task);
  return 'outOf' in answer ? { verdict: unknown(answer.outOf), note: undefined } : answer;
}

const validsOf = (checked: readonly Checked[]): readonly Verdict['valid'][] =>
  checked.map(({ verdict }) => verdict.valid);

/** `valid (operations 12)`, `invalid: Stale read: ...`, `unknown: out of time (operations 12)` */
export function verdictText(verdict: Verdict): string {
  const counts = pairsText(verdict.counts);
  const looked = counts === '' ? '' : ` (${counts})`;
  if (verdict.valid === 'unknown') return `unknown: ${verdict.why}${looked}`;
  if (verdict.valid) return `valid${looked}`;
  return `invalid: ${sentenceOf(verdict.anomalies[0])}${looked}`;
}

/** `3 files: 2 valid, 1 invalid, 0 unknown` */
function totals(checked: readonly Checked[]): string {
  const count = (valid: boolean | 'unknown'): number =>
    checked.filter(({ verdict }) => verdict.valid === valid).length;
  return `${checked.length} files: ${count(true)} valid, ${count(false)} invalid, ${count('unknown')} unknown`;
}

function filesJson(checked: readonly Checked[], valid: Verdict['valid']): string {
  const files = checked.map(({ path, verdict, note }) => ({ path, ...verdict, note }));
  return `${JSON.stringify({ valid, files }, null, 2)}\n`;
}
