/** Reads that hold what they should not: G1a, G1b, garbage, the same element twice. */
import type { BadRead, DuplicateElements } from '../anomaly.ts';
import { elementValue, type History, mopOf, opOf } from '../history/history.ts';
import type { Ancestry } from './ancestry.ts';
import { eachRead } from './reads.ts';
import type { Writers } from './writers.ts';

/** For each list 1 where some element of it has the property. A parent's number is below its children's. */
function listsHolding(history: History, has: (element: number) => boolean): Uint8Array {
  const { lists } = history;
  const holding = new Uint8Array(lists.size);
  for (let list = 0; list < lists.size; list++) {
    const last = lists.lastOf(list);
    if (last < 0) continue;
    holding[list] = has(last) ? 1 : (holding[lists.parentOf(list)] as number);
  }
  return holding;
}

/** One record for each ok read and each element of it that has the property. */
function readsHolding(
  history: History,
  has: (element: number) => boolean,
): [number, number, number][] {
  const holding = listsHolding(history, has);
  const found: [txn: number, mop: number, element: number][] = [];
  eachRead(history, 'ok', (txn, mop, list) => {
    if (!holding[list]) return;
    for (const element of history.lists.elementsOf(list)) {
      if (has(element)) found.push([txn, mop, element]);
    }
  });
  return found;
}

function badRead(history: History, txn: number, mop: number, element: number): BadRead {
  return {
    op: opOf(history, txn),
    mop: mopOf(history, mop),
    element: elementValue(history, element),
  };
}

/** Whether some list holds an aborted element: few histories are looked through for those that do. */
export function isAbortRead(writers: Writers, ancestry: Ancestry): boolean {
  return writers.aborted.some(element => ancestry.isRead(element));
}

/** G1a, aborted read: an ok transaction read an element that a failed one appended. */
export function abortedReads(history: History, writers: Writers, ancestry: Ancestry): BadRead[] {
  if (!isAbortRead(writers, ancestry)) return [];
  const failed = (element: number): boolean => (writers.failed[element] as number) >= 0;
  return readsHolding(history, failed).map(([txn, mop, element]) => ({
    ...badRead(history, txn, mop, element),
    writer: opOf(history, writers.failed[element] as number),
  }));
}

/** Garbage: an ok transaction read an element that nobody appended. */
export function garbageReads(history: History, writers: Writers): BadRead[] {
  if (!writers.known.includes(0)) return [];
  return readsHolding(history, element => writers.known[element] === 0).map(([txn, mop, element]) =>
    badRead(history, txn, mop, element),
  );
}

/** G1b, intermediate read: the list ends in an append that was not its writer's last to the key. */
export function intermediateReads(history: History, writers: Writers): BadRead[] {
  const found: BadRead[] = [];
  eachRead(history, 'ok', (txn, mop, list) => {
    const element = history.lists.lastOf(list);
    const writer = element < 0 ? -1 : (writers.intermediate[element] as number);
    if (writer < 0 || writer === txn) return;
    found.push({ ...badRead(history, txn, mop, element), writer: opOf(history, writer) });
  });
  return found;
}

/** Lists that hold an element more than once. */
export function duplicateElements(history: History, ancestry: Ancestry): DuplicateElements[] {
  const found: DuplicateElements[] = [];
  if (!ancestry.hasRepeats) return found;
  eachRead(history, 'possible', (txn, mop, list) => {
    if (!ancestry.repeats(list)) return;
    const counts = new Map<unknown, number>();
    for (const value of history.lists.valuesOf(list)) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const several = [...counts].filter(([, count]) => count > 1);
    const duplicates = Object.fromEntries(
      several.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    );
    found.push({ op: opOf(history, txn), mop: mopOf(history, mop), duplicates });
  });
  return found;
}
