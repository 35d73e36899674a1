/** The changes of watched znodes, and the events that each session received. */

import { grouped } from '../../src/grouped.ts';
import type { History, Operation } from '../../src/history/history.ts';
import { lowerBound } from '../../src/lower-bound.ts';
import type { Slot, TraceEntry } from './trace.ts';

/** A change that was acknowledged. */
interface ZnodeChange {
  readonly key: number;
  readonly what: 'data' | 'created' | 'deleted';
  readonly zxid: bigint;
  /** When it was acknowledged. */
  readonly acknowledgedNs: number;
}

export interface Changes {
  readonly all: readonly ZnodeChange[];
  at(zxid: bigint): ZnodeChange | undefined;
  /** Returns the first change after a zxid that a slot waits for. */
  after(slot: Slot, key: number, zxid: bigint): ZnodeChange | undefined;
}

/** An entry of a session's trace, and the operation that brought it. */
export interface Told<E extends TraceEntry = TraceEntry> {
  readonly op: Operation;
  readonly entry: E;
}

export interface WatchingSession {
  readonly entries: readonly Told[];
}

export function changesOf(history: History): Changes {
  const all = history.operations().flatMap(changeOf);
  all.sort((a, b) => (a.zxid < b.zxid ? -1 : 1));
  const byZxid = new Map(all.map(change => [change.zxid, change]));
  const bySlot = new Map(
    [...grouped(all, ({ what, key }) => nameOf(what === 'data', key))].map(([name, changes]) => [
      name,
      changes,
    ]),
  );
  return {
    all,
    at: zxid => byZxid.get(zxid),
    after: (slot, key, zxid) => firstAfter(bySlot.get(nameOf(slot === 'data', key)) ?? [], zxid),
  };
}

function changeOf({ f, type, output, key, zxid, returnNs }: Operation): ZnodeChange[] {
  if (f !== 'change' || type !== 'ok' || typeof key !== 'number' || zxid === undefined) return [];
  if (output !== 'data' && output !== 'created' && output !== 'deleted') return [];
  return [{ key, what: output, zxid, acknowledgedNs: returnNs }];
}

function nameOf(isData: boolean, key: number): string {
  return `${isData ? 'data' : 'child'} ${key}`;
}

function firstAfter(ascending: readonly ZnodeChange[], zxid: bigint): ZnodeChange | undefined {
  return ascending[lowerBound(ascending, change => change.zxid > zxid)];
}

/** Returns the sessions of a history: each process has one. */
export function sessionsOf(history: History): readonly WatchingSession[] {
  const visits = history.operations().filter(({ f }) => f === 'look' || f === 'follow');
  return [...grouped(visits, ({ process }) => process).values()].map(ops => ({
    entries: ops.flatMap(op =>
      Array.isArray(op.output)
        ? (op.output as readonly TraceEntry[]).map(entry => ({ op, entry }))
        : [],
    ),
  }));
}
