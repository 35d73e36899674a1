/** What is wrong with the orders of versions: incompatible reads, commits on top of aborts. */
import type { DirtyUpdate, IncompatibleOrder } from '../anomaly.ts';
import { elementValue, type History, keyOf, OK, opOf } from '../history/history.ts';
import type { Ancestry } from './ancestry.ts';
import { isAbortRead } from './bad-reads.ts';
import { INIT, type VersionOrder, versionOrder } from './order.ts';
import { eachRead } from './reads.ts';
import type { Writers } from './writers.ts';

/** For each key, the first two neighbours of its reads, by length, where the shorter is no prefix. */
export function incompatibleOrders(
  history: History,
  order: VersionOrder,
  ancestry: Ancestry,
): IncompatibleOrder[] {
  const found: IncompatibleOrder[] = [];
  for (const [key, lists] of strayLists(history, order, ancestry)) {
    const sorted = [...lists].sort((a, b) => history.lists.lengthOf(a) - history.lists.lengthOf(b));
    const second = sorted.findIndex(
      (list, i) => i > 0 && !ancestry.isPrefix(sorted[i - 1] ?? 0, list),
    );
    const values = [sorted[second - 1] ?? 0, sorted[second] ?? 0] as const;
    found.push({
      key: keyOf(history, key),
      values: [history.lists.valuesOf(values[0]), history.lists.valuesOf(values[1])],
    });
  }
  return found;
}

/** All lists read of each key that has one which is no prefix of the longest. */
function strayLists(
  history: History,
  order: VersionOrder,
  ancestry: Ancestry,
): Map<number, Set<number>> {
  const stray = new Map<number, Set<number>>();
  if (isAllPrefixes(history, order)) return stray;
  const each = (visit: (key: number, list: number) => void): void =>
    eachRead(history, 'possible', (_, mop, list) => {
      if (history.lists.lengthOf(list) > 0) visit(history.mopKey[mop] as number, list);
    });
  each((key, list) => {
    if (!ancestry.isPrefix(list, order.longest[key] as number)) stray.set(key, new Set());
  });
  if (stray.size > 0) each((key, list) => stray.get(key)?.add(list));
  return stray;
}

/** Whether all lists are the longest ones and their prefixes, which then are as many as there are lists. */
function isAllPrefixes({ lists }: History, { longest }: VersionOrder): boolean {
  let prefixes = 0;
  for (const list of longest) if (list >= 0) prefixes += lists.lengthOf(list);
  return lists.size - lists.roots === prefixes;
}

/** Along each key's order, failed reads included: an aborted element, and the next committed one after it. */
export function dirtyUpdates(
  history: History,
  writers: Writers,
  ancestry: Ancestry,
): DirtyUpdate[] {
  if (!isAbortRead(writers, ancestry)) return [];
  const order = versionOrder(history, 'completed');
  const found: DirtyUpdate[] = [];
  for (let key = 0; key < order.tail.length; key++) {
    const versions = versionsOf(order, key);
    let aborted = -1;
    versions.forEach((element, i) => {
      const writer = writers.possible[element] as number;
      if ((writers.failed[element] as number) >= 0) aborted = i;
      else if (aborted >= 0 && writer >= 0 && history.type[writer] === OK) {
        found.push(dirtyUpdate(history, key, versions.slice(aborted, i + 1), writers));
        aborted = -1;
      }
    });
  }
  return found;
}

function versionsOf(order: VersionOrder, key: number): number[] {
  const versions: number[] = [];
  for (let at = order.tail[key] as number; at !== INIT; at = order.previous[at] as number) {
    versions.push(at);
  }
  return versions.reverse();
}

function dirtyUpdate(
  history: History,
  key: number,
  versions: readonly number[],
  writers: Writers,
): DirtyUpdate {
  const aborted = writers.failed[versions[0] as number] as number;
  const committed = writers.possible[versions.at(-1) as number] as number;
  return {
    key: keyOf(history, key),
    values: versions.map(element => elementValue(history, element)),
    txns: [opOf(history, aborted), '...', opOf(history, committed)],
  };
}
