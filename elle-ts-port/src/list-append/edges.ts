/** Dependencies between transactions that append and read: ww, wr and rw. */
import type { Edges } from '../graph/graph.ts';
import { RW, WR, WW } from '../graph/relation.ts';
import { type Grouping, grouped } from '../history/grouping.ts';
import { type History, READ_LIST, WRITE } from '../history/history.ts';
import { INIT, inScope, type VersionOrder, versionBefore } from './order.ts';
import type { Writers } from './writers.ts';

/** Each micro-operation's transaction. */
export function txnOfMops(history: History): Int32Array {
  const txns = new Int32Array(history.mopKind.length);
  for (let txn = 0; txn < history.count; txn++) {
    const end = history.mopStart[txn + 1] as number;
    for (let mop = history.mopStart[txn] as number; mop < end; mop++) txns[mop] = txn;
  }
  return txns;
}

/** Adds the edges of all ok and info transactions. */
export function addDependencies(
  history: History,
  writers: Writers,
  order: VersionOrder,
  edges: Edges,
): void {
  const txns = txnOfMops(history);
  const readers = readersOf(history, txns);
  for (let mop = 0; mop < history.mopKind.length; mop++) {
    const txn = txns[mop] as number;
    if (!inScope(history, txn, 'possible')) continue;
    const argument = history.mopArgument[mop] as number;
    if (history.mopKind[mop] === WRITE) {
      const before = versionBefore(history, order, argument);
      addWriter(before, txn, WW, writers, edges);
      addReaders(history, readers, before, mop, txn, txns, edges);
    } else if (history.mopKind[mop] === READ_LIST && argument >= 0) {
      addWriter(history.lists.lastOf(argument), txn, WR, writers, edges);
    }
  }
}

/** Reads by what they end in: an element, or elements.size + key for the empty list of a key. */
function readersOf(history: History, txns: Int32Array): Grouping {
  const { elements, lists, mopKind, mopArgument, mopKey } = history;
  return grouped(mopKind.length, elements.size + history.keys.values.length, mop => {
    const list = mopArgument[mop] as number;
    if (mopKind[mop] !== READ_LIST || list < 0) return -1;
    if (!inScope(history, txns[mop] as number, 'possible')) return -1;
    const last = lists.lastOf(list);
    return last >= 0 ? last : elements.size + (mopKey[mop] as number);
  });
}

function addWriter(
  version: number,
  txn: number,
  relation: number,
  writers: Writers,
  edges: Edges,
): void {
  const writer = version === INIT ? -1 : (writers.possible[version] as number);
  if (writer >= 0) edges.add(writer, txn, relation);
}

/** rw: everybody who read the version that the append `mop` followed. */
function addReaders(
  history: History,
  readers: Grouping,
  before: number,
  mop: number,
  txn: number,
  txns: Int32Array,
  edges: Edges,
): void {
  const bucket = before === INIT ? history.elements.size + (history.mopKey[mop] as number) : before;
  const end = readers.start[bucket + 1] as number;
  for (let i = readers.start[bucket] as number; i < end; i++) {
    edges.add(txns[readers.items[i] as number] as number, txn, RW);
  }
}
