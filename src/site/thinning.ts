/** Which files a site gives up when it is larger than it may be. Pure. */
import { type CardFile, compare, type RunCard } from './card.ts';

/** The files of a run that are never removed: its plan, its verdict in all forms, its numbers, its manifest. */
const KEPT: ReadonlySet<string> = new Set([
  'test.json',
  'verdict.json',
  'statistics.json',
  'summary.md',
  'junit.xml',
  'manifest.json',
]);

/** Given up first: what only those need who judge again or look for the cause. */
const HISTORY = /^(history\.(jsonl|edn)(\.gz|\.zst)?|roles\.jsonl|zoobreak\.log|nodes\/.*)$/;

/** Paths to remove by id: the histories of the oldest runs first, then the reports of the oldest. Sizes
 * in bytes; what must be kept is kept even where it alone is too much. */
export function filesToDrop(
  cards: readonly Pick<RunCard, 'id' | 'startedAt' | 'files'>[],
  mostBytes: number,
): ReadonlyMap<string, readonly string[]> {
  const oldest = cards.toSorted((a, b) => compare(a.startedAt, b.startedAt) || compare(a.id, b.id));
  const dropped = new Map<string, readonly string[]>();
  let total = bytesOf(cards.flatMap(({ files }) => files));
  for (const isDropped of [isHistory, isNotKept]) {
    for (const { id, files } of oldest) {
      if (total <= mostBytes) return dropped;
      const before = new Set(dropped.get(id));
      const more = files.filter(({ path }) => isDropped(path) && !before.has(path));
      total -= bytesOf(more);
      dropped.set(id, [...before, ...more.map(({ path }) => path)]);
    }
  }
  return dropped;
}

const isHistory = (path: string): boolean => HISTORY.test(path);
const isNotKept = (path: string): boolean => !KEPT.has(path);

function bytesOf(files: readonly CardFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
