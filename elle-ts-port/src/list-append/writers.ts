/** Who appended what. */
import { FAIL, type History, INFO, OK, WRITE } from '../history/history.ts';

/** For each element a transaction, or -1. */
export interface Writers {
  /** The last ok or info transaction that appended it. */
  readonly possible: Int32Array;
  /** A failed transaction that appended it. */
  readonly failed: Int32Array;
  /** The elements that a failed transaction appended. */
  readonly aborted: number[];
  /** A transaction of any type that appended it, and something else to the same key afterwards. */
  readonly intermediate: Int32Array;
  /** 1 where anybody, an invocation included, appended it. */
  readonly known: Uint8Array;
}

export function writersOf(history: History): Writers {
  const size = history.elements.size;
  const writers: Writers = {
    possible: new Int32Array(size).fill(-1),
    failed: new Int32Array(size).fill(-1),
    aborted: [],
    intermediate: new Int32Array(size).fill(-1),
    known: new Uint8Array(size),
  };
  for (let element = 0; element < size; element++) {
    if (history.elements.invocationsOf(element) > 0) writers.known[element] = 1;
  }
  const appended = new Int32Array(history.keys.values.length).fill(-1);
  // those never completed come first, so that a completion overrides them
  for (let txn = history.completed; txn < history.count; txn++)
    note(history, txn, writers, appended);
  for (let txn = 0; txn < history.completed; txn++) note(history, txn, writers, appended);
  return writers;
}

/** `appended[key]` is the transaction last seen to append to the key; mops are read backwards. */
function note(history: History, txn: number, writers: Writers, appended: Int32Array): void {
  const first = history.mopStart[txn] as number;
  for (let mop = (history.mopStart[txn + 1] as number) - 1; mop >= first; mop--) {
    if (history.mopKind[mop] !== WRITE) continue;
    const element = history.mopArgument[mop] as number;
    const key = history.mopKey[mop] as number;
    const type = history.type[txn];
    writers.known[element] = 1;
    if (type === OK || type === INFO) writers.possible[element] = txn;
    if (type === FAIL) {
      writers.failed[element] = txn;
      writers.aborted.push(element);
    }
    if (appended[key] === txn) writers.intermediate[element] = txn;
    appended[key] = txn;
  }
}
