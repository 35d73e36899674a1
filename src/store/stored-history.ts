/** The history of a run's folder, which its checks, its reports and its other formats each need. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readHistory } from '../history/file.ts';
import type { History } from '../history/history.ts';
import { FILES } from './results.ts';

interface Read {
  readonly path: string;
  /** Of the file, as it was read. */
  readonly stamp: string;
  /** Weak: a long history is kept for nobody. */
  readonly history: WeakRef<History>;
}

let last: Read | undefined;

/** Reads it, unless this thread read it last, somebody has it still, and its file has not changed since.
 * @throws HistoryError when the content is no history; the system's error when the file cannot be read. */
export async function storedHistory(folder: string): Promise<History> {
  const path = join(folder, FILES.history);
  const stamp = stampOf(path);
  const known = last?.path === path && last.stamp === stamp ? last.history.deref() : undefined;
  if (known !== undefined) return known;
  const history = await readHistory(path, { format: 'jsonl' });
  last = { path, stamp, history: new WeakRef(history) };
  return history;
}

function stampOf(path: string): string {
  const { ino, size, mtimeNs } = statSync(path, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}
