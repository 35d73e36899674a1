/** Reads of a register that hold what they should not: internal, G1a, G1b. */
import type { BadRead, InternalRead } from '../anomaly.ts';
import {
  elementValue,
  FAIL,
  type History,
  mopOf,
  NIL,
  OK,
  opOf,
  WRITE,
} from '../history/history.ts';

/** The first read of each ok transaction that differs from what it last read or wrote there. */
export function internalReads(history: History): InternalRead[] {
  const found: InternalRead[] = [];
  for (let txn = 0; txn < history.completed; txn++) {
    if (history.type[txn] !== OK) continue;
    const record = internalRead(history, txn);
    if (record) found.push(record);
  }
  return found;
}

function internalRead(history: History, txn: number): InternalRead | undefined {
  const { mopKey, mopKind, mopArgument } = history;
  const first = history.mopStart[txn] as number;
  const end = history.mopStart[txn + 1] as number;
  for (let mop = first + 1; mop < end; mop++) {
    if (mopKind[mop] === WRITE) continue;
    const earlier = mopKey.subarray(first, mop).lastIndexOf(mopKey[mop] as number) + first;
    if (earlier < first || mopArgument[earlier] === mopArgument[mop]) continue;
    return {
      op: opOf(history, txn),
      mop: mopOf(history, mop),
      expected: elementValue(history, mopArgument[earlier] as number),
    };
  }
  return undefined;
}

/** For each element a transaction that wrote it, or -1. */
interface BadWriters {
  /** A failed one. */
  readonly failed: Int32Array;
  /** One of any type that wrote something else to the key afterwards. */
  readonly intermediate: Int32Array;
}

/** G1a: a value that a failed transaction wrote. G1b: one that was not its writer's last. */
export function dirtyReads(history: History): { G1a: BadRead[]; G1b: BadRead[] } {
  const { failed, intermediate } = badWriters(history);
  const found = { G1a: [] as BadRead[], G1b: [] as BadRead[] };
  for (let txn = 0; txn < history.completed; txn++) {
    if (history.type[txn] !== OK) continue;
    const end = history.mopStart[txn + 1] as number;
    for (let mop = history.mopStart[txn] as number; mop < end; mop++) {
      const element = history.mopArgument[mop] as number;
      if (history.mopKind[mop] === WRITE || element === NIL) continue;
      const aborted = failed[element] as number;
      const early = intermediate[element] as number;
      if (aborted >= 0) found.G1a.push(badRead(history, txn, mop, aborted));
      if (early >= 0 && early !== txn) found.G1b.push(badRead(history, txn, mop, early));
    }
  }
  return found;
}

function badWriters(history: History): BadWriters {
  const size = history.elements.size;
  const failed = new Int32Array(size).fill(-1);
  const intermediate = new Int32Array(size).fill(-1);
  const written = new Int32Array(history.keys.values.length).fill(-1);
  for (let txn = 0; txn < history.count; txn++) {
    const first = history.mopStart[txn] as number;
    for (let mop = (history.mopStart[txn + 1] as number) - 1; mop >= first; mop--) {
      const element = history.mopArgument[mop] as number;
      if (history.mopKind[mop] !== WRITE || element === NIL) continue;
      const key = history.mopKey[mop] as number;
      if (history.type[txn] === FAIL) failed[element] = txn;
      if (written[key] === txn) intermediate[element] = txn;
      written[key] = txn;
    }
  }
  return { failed, intermediate };
}

function badRead(history: History, txn: number, mop: number, writer: number): BadRead {
  return {
    op: opOf(history, txn),
    mop: mopOf(history, mop),
    element: elementValue(history, history.mopArgument[mop] as number),
    writer: opOf(history, writer),
  };
}
