/** Where the history of a run stands in its folder. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { COMPRESSIONS, type Compression, SUFFIXES } from './compression.ts';

const NAME = 'history.jsonl';

/** Returns the name of a history that is compressed, or not. */
export function historyName(how: Compression | undefined): string {
  return `${NAME}${how === undefined ? '' : SUFFIXES[how]}`;
}

/** The names that the history of a run may have. */
export const HISTORY_NAMES: readonly string[] = [NAME, ...COMPRESSIONS.map(historyName)];

/** Returns the path of a run's history, compressed or not; that of one which is not, if there is none. */
export function historyPathIn(folder: string): string {
  const name = HISTORY_NAMES.find(each => existsSync(join(folder, each)));
  return join(folder, name ?? NAME);
}
