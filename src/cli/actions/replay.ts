/** `zoobreak replay DIR`: runs a stored plan on the sim again, and compares the histories. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { compressionOf, decompress } from '../../history/compression.ts';
import { historyPathIn } from '../../history/history-names.ts';
import { EXIT } from '../exit.ts';
import { runPlan } from '../runs/run-plan.ts';
import { orUsageError, storedSimRun } from '../runs/stored-run.ts';
import type { Verb } from '../verb.ts';

/** Exits with 0 if the two histories are identical to the byte, with 1 otherwise. */
export const replay: Verb = async (terminal, flags, [path = '.']) => {
  const trust = flags.trust === true;
  const { folder, plan, repertoire } = await storedSimRun(terminal, {
    verb: 'replay',
    path,
    trust,
  });
  const before = await orUsageError('replay', () => historyIn(folder));
  const report = await runPlan(terminal, plan, {
    quiet: flags.quiet === true,
    repertoire,
  });
  if (report === undefined) return EXIT.crash;
  const after = await historyIn(resolve(terminal.folder, report.folder));
  const difference = firstDifference(linesOf(before), linesOf(after));
  const same = `identical: ${linesOf(after).length} events, verdict ${report.valid}`;
  const cut = before.endsWith('\n') ? '' : ' (the stored history was cut in its last line)';
  terminal.out(`${difference ?? same}${cut}; again in ${report.folder}\n`);
  return difference === undefined ? EXIT.valid : EXIT.invalid;
};

/** @throws Error naming the file. */
async function historyIn(folder: string): Promise<string> {
  const path = historyPathIn(folder);
  const bytes = await readFile(path);
  const how = compressionOf(bytes);
  if (how === undefined) return bytes.toString('utf8');
  const pieces: Buffer[] = [];
  await decompress({ path, how }, piece => pieces.push(piece));
  return Buffer.concat(pieces).toString('utf8');
}

function linesOf(history: string): readonly string[] {
  return history.trimEnd().split('\n');
}

/** Describes the first difference; returns undefined if there is none. */
export function firstDifference(
  before: readonly string[],
  after: readonly string[],
): string | undefined {
  const length = Math.max(before.length, after.length);
  for (let at = 0; at < length; at++) {
    if (before[at] === after[at]) continue;
    return `different from event ${at} on: expected ${before[at] ?? 'the end'}, found ${after[at] ?? 'the end'}`;
  }
  return undefined;
}
