/** `zoobreak merge PATH...`: combines the shards of a matrix, run on different machines. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type MatrixRecord, matrixFiles, readMatrix } from '../../store/matrix-record.ts';
import { EXIT, UsageError, worst } from '../exit.ts';
import { codeOf, endOf } from '../matrix/end.ts';
import { ROWS } from '../options/rows.ts';
import { openReporters, type Wanted } from '../output/reporters.ts';
import type { Flags, Verb } from '../verb.ts';

export const merge: Verb = async (terminal, flags, paths) => {
  const reporter = await openReporters(terminal, wantedOf(flags));
  const folders = paths.map(path => resolve(terminal.folder, path));
  const gone = folders.find(folder => !existsSync(folder));
  if (gone !== undefined)
    throw new UsageError(`merge: expected the results of a matrix, found nothing at ${gone}.`);
  const found = await Promise.all(folders.map(matrixFiles));
  const files = [...new Set(found.flat())];
  if (files.length === 0)
    throw new UsageError(
      `merge: expected the results of a matrix below ${paths.join(', ')}, found no matrix.json.`,
    );
  const shards = await Promise.all(files.map(readMatrix));
  const missing = missingShards(shards, files);
  for (const shard of missing) terminal.err(`CRASH shard ${shard}: its results are not here\n`);
  const cells = shards.flatMap(shard => shard.cells);
  await reporter.onEnd?.(await endOf(cells, terminal.folder));
  return worst([codeOf(cells), ...missing.map(() => EXIT.crash)]);
};

/** Returns the shards (`2/4`, ...) without results here: their run died, or their results were not copied.
 * @throws UsageError if the files are not shards of one matrix. */
function missingShards(shards: readonly MatrixRecord[], files: readonly string[]): string[] {
  const [{ shard: first } = { shard: { index: 1, of: 1 } }] = shards;
  const seen = new Map<number, string>();
  for (const [at, { shard }] of shards.entries()) {
    const file = files[at] ?? '';
    const twin = seen.get(shard.index);
    if (shard.of !== first.of || twin !== undefined)
      throw new UsageError(
        `merge: expected each shard of one matrix once, found ${shard.index}/${shard.of} in ${file} beside ${twin ?? files[0]}.`,
      );
    seen.set(shard.index, file);
  }
  const all = Array.from({ length: first.of }, (_, at) => at + 1);
  return all.filter(index => !seen.has(index)).map(index => `${index}/${first.of}`);
}

function wantedOf(flags: Flags): Wanted {
  const reporter = flags.reporter === undefined ? ['list'] : String(flags.reporter).split(',');
  return {
    reporter,
    json: flags.json === true,
    quiet: true,
    results: String(ROWS.results.default),
  };
}
