/** A history of transactions as typed columns, and the way back to operations. */
import type { Mop, Op, Workload } from './event.ts';
import type { Lists } from './lists.ts';
import type { Elements, Scalars } from './scalars.ts';

/** What became of a transaction. `OPEN`: invoked, and no completion was recorded. */
export const OK = 0;
export const FAIL = 1;
export const INFO = 2;
export const OPEN = 3;

/** Kinds of micro-operations: list-append uses READ_LIST, rw-register READ_VALUE. */
export const WRITE = 0;
export const READ_LIST = 1;
export const READ_VALUE = 2;

/** An argument that is `null`: nothing was learnt, or (in a register's ok read) the initial state. */
export const NIL = -1;

/** A micro-operation the workload does not have. */
export interface Unexpected {
  readonly index: number;
  readonly mop: unknown;
}

/**
 * Transactions are numbered 0.. by completion; those never completed come last.
 * Transaction t owns the micro-operations mopStart[t] .. mopStart[t + 1] - 1.
 * Positions count client events 0.. in the history's order, regardless of their index.
 */
export interface History {
  readonly workload: Workload;
  /** Transactions with a completion: the vertices of every dependency graph. */
  readonly completed: number;
  /** All transactions. */
  readonly count: number;
  /** Client events, invocations included. */
  readonly events: number;
  readonly hasInvocations: boolean;
  readonly type: Uint8Array;
  readonly process: Float64Array;
  /** Position of the completion. */
  readonly position: Int32Array;
  /** Position of the invocation, or -1. */
  readonly invoked: Int32Array;
  readonly index: Float64Array;
  readonly invokedIndex: Float64Array;
  /** Nanoseconds. */
  readonly time: Float64Array;
  readonly invokedTime: Float64Array;
  readonly f: Int32Array;
  readonly mopStart: Int32Array;
  readonly mopKind: Uint8Array;
  readonly mopKey: Int32Array;
  /** WRITE, READ_VALUE: an element, READ_LIST: a list; or NIL. */
  readonly mopArgument: Int32Array;
  readonly keys: Scalars;
  readonly elements: Elements;
  readonly lists: Lists;
  readonly functions: Scalars;
  /** At most 8 examples of micro-operations that the workload does not have. */
  readonly unexpected: readonly Unexpected[];
}

const TYPE_NAMES = ['ok', 'fail', 'info', 'invoke'] as const;

/** The completion of a transaction (its invocation, when there is no completion). */
export function opOf(history: History, txn: number): Op {
  const type = TYPE_NAMES[history.type[txn] as number] ?? 'info';
  return {
    index: history.index[txn] as number,
    type,
    process: history.process[txn] as number,
    f: history.functions.values[history.f[txn] as number],
    value: mopsOf(history, txn),
    time: history.time[txn] as number,
  };
}

/** The invocation of a transaction, which must have one; its reads have no values yet. */
export function invocationOf(history: History, txn: number): Op {
  const unread = (mop: Mop): Mop => (mop[0] === 'r' ? [mop[0], mop[1], null] : mop);
  return {
    ...opOf(history, txn),
    type: 'invoke',
    index: history.invokedIndex[txn] as number,
    time: history.invokedTime[txn] as number,
    value: mopsOf(history, txn).map(unread),
  };
}

function mopsOf(history: History, txn: number): Mop[] {
  const mops: Mop[] = [];
  const end = history.mopStart[txn + 1] as number;
  for (let mop = history.mopStart[txn] as number; mop < end; mop++) mops.push(mopOf(history, mop));
  return mops;
}

export function mopOf(history: History, mop: number): Mop {
  const key = keyOf(history, history.mopKey[mop] as number);
  const argument = history.mopArgument[mop] as number;
  const write = history.workload === 'list-append' ? 'append' : 'w';
  if (history.mopKind[mop] === WRITE) return [write, key, elementValue(history, argument)];
  if (argument === NIL) return ['r', key, null];
  const isList = history.mopKind[mop] === READ_LIST;
  return ['r', key, isList ? history.lists.valuesOf(argument) : elementValue(history, argument)];
}

/** The key's value from its number. */
export function keyOf(history: History, key: number): unknown {
  return history.keys.values[key];
}

/** The value of an element; NIL is `null`. */
export function elementValue(history: History, element: number): unknown {
  return element === NIL ? null : history.elements.valueOf(element);
}
