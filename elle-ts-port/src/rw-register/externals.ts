/**
 * What transactions read from and leave to others: the first read of a key that no own operation
 * precedes, and the last write of a key.
 */
import { type History, INFO, NIL, OK, WRITE } from '../history/history.ts';

/** One key of one transaction. The mops are -1 where there is no such external operation. */
export interface External {
  readonly key: number;
  readonly readMop: number;
  readonly writeMop: number;
}

/** The keys of a transaction, in the order of their first use. */
export function externalsOf(history: History, txn: number): External[] {
  const byKey = new Map<number, External>();
  const end = history.mopStart[txn + 1] as number;
  for (let mop = history.mopStart[txn] as number; mop < end; mop++) {
    const key = history.mopKey[mop] as number;
    const known = byKey.get(key);
    const isWrite = history.mopKind[mop] === WRITE;
    if (!known) byKey.set(key, { key, readMop: isWrite ? -1 : mop, writeMop: isWrite ? mop : -1 });
    else if (isWrite) byKey.set(key, { ...known, writeMop: mop });
  }
  return [...byKey.values()];
}

/**
 * Versions are numbered: an element is itself, the initial state of key k is elements.size + k.
 * Of a mop -1 there is none: -1.
 */
export function versionOf(history: History, mop: number): number {
  if (mop < 0) return -1;
  const element = history.mopArgument[mop] as number;
  return element === NIL ? history.elements.size + (history.mopKey[mop] as number) : element;
}

export function versionCount(history: History): number {
  return history.elements.size + history.keys.values.length;
}

/** An external operation of a transaction that counts. */
export interface Touch {
  readonly txn: number;
  readonly key: number;
  /** The version read, or -1; always -1 for a transaction of unknown outcome. */
  readonly read: number;
  /** The version written, or -1. */
  readonly write: number;
}

/** The external operations of ok transactions, and the external writes of info ones; by transaction. */
export function touchesOf(history: History): Touch[] {
  const touches: Touch[] = [];
  for (let txn = 0; txn < history.completed; txn++) {
    const type = history.type[txn];
    if (type !== OK && type !== INFO) continue;
    for (const { key, readMop, writeMop } of externalsOf(history, txn)) {
      const read = type === OK ? versionOf(history, readMop) : -1;
      const write = versionOf(history, writeMop);
      if (read >= 0 || write >= 0) touches.push({ txn, key, read, write });
    }
  }
  return touches;
}

/** What a transaction first met of a key. */
export function firstVersion({ read, write }: Touch): number {
  return read >= 0 ? read : write;
}

/** What it left there. */
export function lastVersion({ read, write }: Touch): number {
  return write >= 0 ? write : read;
}
