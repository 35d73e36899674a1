/** The history of a run: its events in columns, and the client operations made of them.
 *
 * An operation is an invocation and, where there is one, its completion:
 *   ok    it happened, `output` is the completion's value
 *   fail  it did not happen
 *   info  it may have happened, at any time from its call to the end of the history; also when
 *         the history ends (or was cut) before the completion */
import { type Columns, ColumnsBuilder, INVOKE, NEMESIS, NONE, TYPES } from './columns.ts';
import type { CompletionType, Event, Key, OperationError } from './event.ts';
import { type Fault, faultsOf } from './faults.ts';
import { HistoryError } from './history-error.ts';

/** One client operation. */
export interface Operation {
  /** Index of the invocation. */
  readonly index: number;
  /** Index of the completion; absent when there is none. */
  readonly completionIndex?: number;
  readonly process: number;
  readonly type: CompletionType;
  readonly f: string;
  readonly key?: Key;
  /** The invocation's value. */
  readonly input: unknown;
  /** The completion's value; undefined when there is no completion. */
  readonly output: unknown;
  readonly callNs: number;
  /** Infinity when it is `info`: it may take effect at any time after its call. */
  readonly returnNs: number;
  readonly node?: string;
  readonly zxid?: bigint;
  readonly session?: bigint;
  readonly error?: OperationError;
}

/** Immutable. Positions count the history's own events from 0; indices are the events' own numbers. */
export interface History {
  /** Number of events. */
  readonly length: number;
  /** Its file ended in the middle of an event: the controller was killed. */
  readonly cut: boolean;
  /** Events of the nemesis, in order. Empty in a history of one key. */
  readonly nemesis: readonly Event[];
  /** When each fault was active, in the order of their strikes. Empty in a history of one key. */
  faults(): readonly Fault[];
  event(position: number): Event;
  events(): IterableIterator<Event>;
  /** Client operations in the order of their invocations. */
  operations(): readonly Operation[];
  /** Keys in the order of their first event; none when operations carry no key. */
  keys(): readonly Key[];
  /** The events of one key only. */
  ofKey(key: Key): History;
  /** The place of the first event whose time is before that of the event above it. */
  stepBack(): number | undefined;
}

/** A history of events in ascending order of index.
 * @throws HistoryError when a process has two open invocations, a completion has no invocation or
 * another function than its invocation, or indices do not ascend. */
export function historyOf(events: Iterable<Event>): History {
  const builder = new ColumnsBuilder();
  for (const event of events) builder.add(event);
  return historyOfColumns(builder.finish());
}

/** The history that a builder has collected. */
export function historyOfColumns(columns: Columns, cut = false): History {
  const positions = new Int32Array(columns.length).map((_, at) => at);
  return new ColumnHistory(columns, positions, cut);
}

class ColumnHistory implements History {
  readonly cut: boolean;
  readonly #columns: Columns;
  /** The events that are part of it, as ascending positions of the columns. */
  readonly #positions: Int32Array;
  #operations: readonly Operation[] | undefined;
  #nemesis: readonly Event[] | undefined;
  #faults: readonly Fault[] | undefined;
  #positionsOfKey: ReadonlyMap<Key, Int32Array> | undefined;

  constructor(columns: Columns, positions: Int32Array, cut: boolean) {
    this.#columns = columns;
    this.#positions = positions;
    this.cut = cut;
  }

  get length(): number {
    return this.#positions.length;
  }

  get nemesis(): readonly Event[] {
    this.#nemesis ??= Array.from(
      this.#positions.filter(at => this.#columns.process[at] === NEMESIS),
      at => eventAt(this.#columns, at),
    );
    return this.#nemesis;
  }

  faults(): readonly Fault[] {
    this.#faults ??= faultsOf(this.nemesis);
    return this.#faults;
  }

  event(position: number): Event {
    const at = this.#positions[position];
    if (at === undefined)
      throw new RangeError(`event ${position}: the history has ${this.length} events`);
    return eventAt(this.#columns, at);
  }

  *events(): IterableIterator<Event> {
    for (const at of this.#positions) yield eventAt(this.#columns, at);
  }

  operations(): readonly Operation[] {
    this.#operations ??= operationsAt(this.#columns, this.#positions);
    return this.#operations;
  }

  keys(): readonly Key[] {
    return [...this.#byKey().keys()];
  }

  ofKey(key: Key): History {
    const positions = this.#byKey().get(key);
    if (positions === undefined)
      throw new HistoryError(`key ${JSON.stringify(key)}: the history has no event of it`);
    return new ColumnHistory(this.#columns, positions, this.cut);
  }

  stepBack(): number | undefined {
    const { time } = this.#columns;
    let lastNs = Number.NEGATIVE_INFINITY;
    for (const [place, at] of this.#positions.entries()) {
      const timeNs = time[at] ?? 0;
      if (timeNs < lastNs) return place;
      lastNs = timeNs;
    }
    return undefined;
  }

  #byKey(): ReadonlyMap<Key, Int32Array> {
    this.#positionsOfKey ??= groupByKey(this.#columns, this.#positions);
    return this.#positionsOfKey;
  }
}

function groupByKey(columns: Columns, positions: Int32Array): ReadonlyMap<Key, Int32Array> {
  if (columns.keys.length === 0) return new Map();
  const groups = columns.keys.map((): number[] => []);
  const order: number[] = [];
  for (const at of positions) {
    const key = columns.key[at] ?? NONE;
    const group = entry(groups, key);
    if (group === undefined) continue;
    if (group.length === 0) order.push(key);
    group.push(at);
  }
  return new Map(
    order.flatMap(id => {
      const [key, group] = [columns.keys[id], groups[id]];
      return key === undefined || group === undefined ? [] : [[key, Int32Array.from(group)]];
    }),
  );
}

function operationsAt(columns: Columns, positions: Int32Array): Operation[] {
  const operations: Operation[] = [];
  for (const at of positions) {
    if (columns.type[at] === INVOKE && columns.process[at] !== NEMESIS)
      operations.push(operationAt(columns, at));
  }
  return operations;
}

/** What a column refers to. (To look for NONE in an array is slow: it is no index.) */
function entry<T>(dictionary: readonly T[], id: number | undefined): T | undefined {
  return id === undefined || id === NONE ? undefined : dictionary[id];
}

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] };

function operationAt(columns: Columns, at: number): Operation {
  const partner = columns.partner[at] ?? NONE;
  const isOpen = partner === NONE;
  const type = isOpen ? 'info' : completionType(columns, partner);
  const operation: Mutable<Operation> = {
    index: columns.index[at] ?? NONE,
    process: columns.process[at] ?? NONE,
    type,
    f: columns.names[columns.f[at] ?? NONE] ?? '',
    input: columns.value[at],
    output: isOpen ? undefined : columns.value[partner],
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
  const zxid = columns.zxid[at];
  const error = columns.errors.size === 0 ? undefined : columns.errors.get(at);
  if (node !== undefined) target.node = node;
  if (zxid !== undefined) target.zxid = zxid;
  if (session !== undefined) target.session = session;
  if (error !== undefined) target.error = error;
}

function completionType(columns: Columns, at: number): CompletionType {
  const type = TYPES[columns.type[at] ?? INVOKE];
  return type === undefined || type === 'invoke' ? 'info' : type;
}

function eventAt(columns: Columns, at: number): Event {
  const process = columns.process[at] ?? NONE;
  const event: Mutable<Event> = {
    index: columns.index[at] ?? NONE,
    type: TYPES[columns.type[at] ?? INVOKE] ?? 'invoke',
    process: process === NEMESIS ? 'nemesis' : process,
    f: columns.names[columns.f[at] ?? NONE] ?? '',
    value: columns.value[at],
    time: columns.time[at] ?? 0,
  };
  const key = entry(columns.keys, columns.key[at]);
  if (key !== undefined) event.key = key;
  addFacts(event, columns, at);
  const fault = columns.faults.size === 0 ? undefined : columns.faults.get(at);
  if (fault !== undefined) event.fault = fault;
  return event;
}
