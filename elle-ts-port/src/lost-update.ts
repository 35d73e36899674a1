/** Lost update: several committed transactions read one version of a key, and each wrote the key. */
import type { LostUpdate } from './anomaly.ts';
import { type History, keyOf, mopOf, NIL, OK, opOf, WRITE } from './history/history.ts';

/** A transaction that updated a version, and the read by which it shows. */
interface Update {
  readonly txn: number;
  readonly read: number;
}

/** Only ok transactions, and only reads before the transaction's first write of the key, count. */
export function lostUpdates(history: History): LostUpdate[] {
  const byVersion = new Map<number, Update | Update[]>();
  for (let txn = 0; txn < history.completed; txn++) {
    if (history.type[txn] !== OK) continue;
    for (const read of updatingReads(history, txn)) {
      const version = versionOf(history, read);
      const others = byVersion.get(version);
      if (others === undefined) byVersion.set(version, { txn, read });
      else if (Array.isArray(others)) others.push({ txn, read });
      else byVersion.set(version, [others, { txn, read }]);
    }
  }
  return [...byVersion.values()].flatMap(updates =>
    Array.isArray(updates) ? [lostUpdate(history, updates)] : [],
  );
}

/** What was read, as one number for all keys: a list or an element; below 0 a key's initial state. */
function versionOf(history: History, read: number): number {
  const argument = history.mopArgument[read] as number;
  return argument === NIL ? -1 - (history.mopKey[read] as number) : argument;
}

/** The first read of each key that the transaction reads first and writes later. */
function updatingReads(history: History, txn: number): number[] {
  const { mopKey, mopKind } = history;
  const first = history.mopStart[txn] as number;
  const end = history.mopStart[txn + 1] as number;
  const reads: number[] = [];
  for (let write = first + 1; write < end; write++) {
    if (mopKind[write] !== WRITE) continue;
    let earliest = first;
    while (mopKey[earliest] !== mopKey[write]) earliest++;
    if (mopKind[earliest] !== WRITE && !reads.includes(earliest)) reads.push(earliest);
  }
  return reads;
}

function lostUpdate(history: History, updates: readonly Update[]): LostUpdate {
  const read = updates[0]?.read ?? 0;
  return {
    key: keyOf(history, history.mopKey[read] as number),
    value: mopOf(history, read)[2],
    txns: updates.map(update => opOf(history, update.txn)),
  };
}
