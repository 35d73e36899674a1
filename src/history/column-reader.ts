/** Makes the events and operations of a history from its columns. */
import { type Columns, INVOKE, NEMESIS, NONE, TYPES } from './columns.ts';
import type { CompletionType, Event } from './event.ts';
import type { Operation, Outcome } from './operation.ts';
import type { ValueReader } from './values.ts';
import { zxidAt } from './zxids.ts';

/** What a column refers to. (To look for NONE in an array is slow: it is no index.) */
function entry<T>(dictionary: readonly T[], id: number | undefined): T | undefined {
  return id === undefined || id === NONE ? undefined : dictionary[id];
}

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] };

/** Returns the operation that begins at a position. */
export function operationAt(columns: Columns, values: ValueReader, at: number): Operation {
  const partner = columns.partner[at] ?? NONE;
  const isOpen = partner === NONE;
  const type = isOpen ? 'info' : completionType(columns, partner);
  const operation: Mutable<Operation> = {
    index: columns.index[at] ?? NONE,
    process: columns.process[at] ?? NONE,
    type,
    f: columns.names[columns.f[at] ?? NONE] ?? '',
    input: values.read(at),
    output: isOpen ? undefined : values.read(partner),
    callNs: columns.time[at] ?? 0,
    returnNs: type === 'info' ? Number.POSITIVE_INFINITY : (columns.time[partner] ?? 0),
  };
  const key = entry(columns.keys, columns.key[at]);
  if (key !== undefined) operation.key = key;
  addFacts(operation, columns, at);
  if (isOpen) return operation;
  operation.completionIndex = columns.index[partner] ?? NONE;
  addFacts(operation, columns, partner);
  return operation;
}

type Facts = Pick<Event, 'node' | 'zxid' | 'session' | 'error'>;

/** Sets what the event at a position carries. */
function addFacts(target: Mutable<Facts>, columns: Columns, at: number): void {
  const node = entry(columns.nodes, columns.node[at]);
  const session = entry(columns.sessions, columns.session[at]);
  const zxid = zxidAt(columns.zxid, at);
  const error = entry(columns.errors, columns.error[at]);
  if (node !== undefined) target.node = node;
  if (zxid !== undefined) target.zxid = zxid;
  if (session !== undefined) target.session = session;
  if (error !== undefined) target.error = error;
}

function completionType(columns: Columns, at: number): CompletionType {
  const type = TYPES[columns.type[at] ?? INVOKE];
  return type === undefined || type === 'invoke' ? 'info' : type;
}

/** Returns the event at a position. */
export function eventAt(columns: Columns, values: ValueReader, at: number): Event {
  const process = columns.process[at] ?? NONE;
  const event: Mutable<Event> = {
    index: columns.index[at] ?? NONE,
    type: TYPES[columns.type[at] ?? INVOKE] ?? 'invoke',
    process: process === NEMESIS ? 'nemesis' : process,
    f: columns.names[columns.f[at] ?? NONE] ?? '',
    value: values.read(at),
    time: columns.time[at] ?? 0,
  };
  const key = entry(columns.keys, columns.key[at]);
  if (key !== undefined) event.key = key;
  addFacts(event, columns, at);
  const fault = columns.faults.size === 0 ? undefined : columns.faults.get(at);
  if (fault !== undefined) event.fault = fault;
  return event;
}

/** Returns what the completion refers to, or else the invocation. */
function later(ids: Int32Array, call: number, completion: number): number | undefined {
  const id = ids[completion] ?? NONE;
  return id === NONE ? ids[call] : id;
}

/** Returns what came of the operation that begins at a position. */
export function outcomeAt(columns: Columns, at: number): Outcome {
  const partner = columns.partner[at] ?? NONE;
  const isOpen = partner === NONE;
  const type = isOpen ? 'info' : completionType(columns, partner);
  const completedNs = columns.time[partner];
  return {
    index: columns.index[at] ?? NONE,
    completionIndex: columns.index[partner],
    process: columns.process[at] ?? NONE,
    type,
    f: columns.names[columns.f[at] ?? NONE] ?? '',
    callNs: columns.time[at] ?? 0,
    returnNs: type === 'info' ? Number.POSITIVE_INFINITY : (completedNs ?? 0),
    completedNs,
    node: entry(columns.nodes, later(columns.node, at, partner)),
    session: entry(columns.sessions, later(columns.session, at, partner)),
    zxid: (isOpen ? undefined : zxidAt(columns.zxid, partner)) ?? zxidAt(columns.zxid, at),
    error: entry(columns.errors, later(columns.error, at, partner)),
  };
}
