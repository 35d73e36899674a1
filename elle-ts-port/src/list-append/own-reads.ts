/** Reads that contradict their own transaction: internal inconsistency, reads of the future. */
import type { BadRead, InternalRead } from '../anomaly.ts';
import { elementValue, type History, mopOf, OK, opOf, WRITE } from '../history/history.ts';
import type { Ancestry } from './ancestry.ts';

/** What a transaction knows of a key: the list it read last, if any, and its own appends since. */
interface Known {
  readonly list: number | undefined;
  readonly appended: readonly number[];
}

/** The first read of each ok transaction that differs from what the transaction knew. */
export function internalReads(history: History): InternalRead[] {
  const found: InternalRead[] = [];
  for (let txn = 0; txn < history.completed; txn++) {
    if (history.type[txn] !== OK || !usesKeyTwice(history, txn)) continue;
    const record = internalRead(history, txn);
    if (record) found.push(record);
  }
  return found;
}

function usesKeyTwice(history: History, txn: number): boolean {
  const keys = history.mopKey.subarray(history.mopStart[txn], history.mopStart[txn + 1]);
  for (let i = 1; i < keys.length; i++) {
    if (keys.lastIndexOf(keys[i] as number, i - 1) >= 0) return true;
  }
  return false;
}

function internalRead(history: History, txn: number): InternalRead | undefined {
  const state = new Map<number, Known>();
  const end = history.mopStart[txn + 1] as number;
  for (let mop = history.mopStart[txn] as number; mop < end; mop++) {
    const key = history.mopKey[mop] as number;
    const argument = history.mopArgument[mop] as number;
    const known = state.get(key);
    if (history.mopKind[mop] === WRITE) {
      state.set(key, { list: known?.list, appended: [...(known?.appended ?? []), argument] });
      continue;
    }
    if (known && !agrees(history, argument, known)) {
      return {
        op: opOf(history, txn),
        mop: mopOf(history, mop),
        expected: expectation(history, known),
      };
    }
    state.set(key, { list: argument, appended: [] });
  }
  return undefined;
}

/** Whether the list is the one known and then the appends, or at least ends in the appends. */
function agrees(history: History, list: number, known: Known): boolean {
  let rest = list;
  for (const element of known.appended.toReversed()) {
    if (history.lists.lastOf(rest) !== element) return false;
    rest = history.lists.parentOf(rest);
  }
  return known.list === undefined || known.list === rest;
}

function expectation(history: History, known: Known): unknown[] {
  const prefix = known.list === undefined ? ['...'] : history.lists.valuesOf(known.list);
  return [...prefix, ...known.appended.map(element => elementValue(history, element))];
}

/** The first read of each ok transaction that holds an element the transaction appends later. */
export function futureReads(history: History, ancestry: Ancestry): BadRead[] {
  const found: BadRead[] = [];
  for (let txn = 0; txn < history.completed; txn++) {
    if (history.type[txn] !== OK || !usesKeyTwice(history, txn)) continue;
    const record = futureRead(history, ancestry, txn);
    if (record) found.push(record);
  }
  return found;
}

function futureRead(history: History, ancestry: Ancestry, txn: number): BadRead | undefined {
  const { mopKind, mopKey, mopArgument } = history;
  const end = history.mopStart[txn + 1] as number;
  for (let read = history.mopStart[txn] as number; read < end; read++) {
    if (mopKind[read] === WRITE) continue;
    for (let write = read + 1; write < end; write++) {
      if (mopKind[write] !== WRITE || mopKey[write] !== mopKey[read]) continue;
      const element = mopArgument[write] as number;
      if (!ancestry.holds(mopArgument[read] as number, element)) continue;
      return {
        op: opOf(history, txn),
        mop: mopOf(history, read),
        element: elementValue(history, element),
      };
    }
  }
  return undefined;
}
