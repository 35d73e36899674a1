/** Reads that contradict their own transaction: internal inconsistency, reads of the future. */
import type { BadRead, InternalRead } from '../anomaly.ts';
import { elementValue, type History, mopOf, OK, opOf, WRITE } from '../history/history.ts';
import type { Ancestry } from './ancestry.ts';

/** What a transaction knows of a key: the list it read last, if any, and its own appends since. */
interface Known {
  readonly list: number | undefined;
  readonly appended: readonly number[];
}

/** The ok transactions that use some key more than once: no others can contradict themselves. */
export function keyRepeaters(history: History): number[] {
  const found: number[] = [];
  for (let txn = 0; txn < history.completed; txn++) {
    if (history.type[txn] === OK && usesKeyTwice(history, txn)) found.push(txn);
  }
  return found;
}

function usesKeyTwice({ mopStart, mopKey }: History, txn: number): boolean {
  const first = mopStart[txn] as number;
  const end = mopStart[txn + 1] as number;
  for (let mop = first + 1; mop < end; mop++) {
    for (let earlier = first; earlier < mop; earlier++) {
      if (mopKey[earlier] === mopKey[mop]) return true;
    }
  }
  return false;
}

/** The first read of each of the transactions that differs from what the transaction knew. */
export function internalReads(history: History, txns: readonly number[]): InternalRead[] {
  return txns.flatMap(txn => internalRead(history, txn) ?? []);
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

/** The first read of each of the transactions that holds an element it appends later. */
export function futureReads(
  history: History,
  txns: readonly number[],
  ancestry: Ancestry,
): BadRead[] {
  return txns.flatMap(txn => futureRead(history, ancestry, txn) ?? []);
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
