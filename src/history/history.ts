/** The history of a run: its events in columns, and the client operations made of them. */
import { eventAt, operationAt, outcomeAt } from './column-reader.ts';
import { type Columns, INVOKE, NEMESIS, NONE } from './columns.ts';
import { ColumnsBuilder } from './columns-builder.ts';
import type { Event, Key } from './event.ts';
import { type Fault, faultsOf } from './faults.ts';
import { HistoryError } from './history-error.ts';
import type { Operation, Outcome } from './operation.ts';
import { ValueReader } from './values.ts';

export type { Operation, Outcome };

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
  /** Client operations in the order of their invocations. They are kept: a long history has many. */
  operations(): readonly Operation[];
  /** The same one by one, kept by nobody. */
  eachOperation(): IterableIterator<Operation>;
  /** What came of each, one by one and without their values: several times faster. */
  eachOutcome(): IterableIterator<Outcome>;
  /** Number of client operations. */
  readonly operationCount: number;
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

/** What a history is made of: plain data, which threads send to each other. */
export interface HistoryParts {
  readonly columns: Columns;
  readonly cut: boolean;
}

/** Returns the history that a builder has collected, of the keys that `keep` names and of what has no key.
 * Default: of all keys. */
export function historyOfColumns(
  columns: Columns,
  cut = false,
  keep?: (key: Key) => boolean,
): History {
  return new ColumnHistory({ columns, cut }, keep && positionsOf(columns, keep));
}

function positionsOf({ key, keys }: Columns, keep: (key: Key) => boolean): Int32Array {
  const kept = keys.map(keep);
  const isKept = (id: number): boolean => id === NONE || kept[id] === true;
  let count = 0;
  for (const id of key) if (isKept(id)) count += 1;
  const positions = new Int32Array(count);
  let next = 0;
  for (let at = 0; at < key.length; at++) if (isKept(key[at] ?? NONE)) positions[next++] = at;
  return positions;
}

class ColumnHistory implements History {
  readonly #parts: HistoryParts;
  readonly #columns: Columns;
  /** The events that are part of it, as ascending positions of the columns; undefined: all. */
  readonly #positions: Int32Array | undefined;
  readonly #values: ValueReader;
  #operationCount: number | undefined;
  #operations: readonly Operation[] | undefined;
  #nemesis: readonly Event[] | undefined;
  #faults: readonly Fault[] | undefined;
  #positionsOfKey: ReadonlyMap<Key, Int32Array> | undefined;

  constructor(parts: HistoryParts, positions?: Int32Array, values?: ValueReader) {
    this.#parts = parts;
    this.#columns = parts.columns;
    this.#positions = positions;
    this.#values = values ?? new ValueReader(parts.columns.value);
  }

  get cut(): boolean {
    return this.#parts.cut;
  }

  get length(): number {
    return this.#positions?.length ?? this.#columns.length;
  }

  get operationCount(): number {
    this.#operationCount ??= this.#countInvocations();
    return this.#operationCount;
  }

  get nemesis(): readonly Event[] {
    this.#nemesis ??= this.#eventsOfNemesis();
    return this.#nemesis;
  }

  faults(): readonly Fault[] {
    this.#faults ??= faultsOf(this.nemesis);
    return this.#faults;
  }

  event(position: number): Event {
    if (position >= 0 && position < this.length && Number.isInteger(position))
      return eventAt(this.#columns, this.#values, this.#at(position));
    throw new RangeError(`event ${position}: the history has ${this.length} events`);
  }

  *events(): IterableIterator<Event> {
    for (let place = 0; place < this.length; place++)
      yield eventAt(this.#columns, this.#values, this.#at(place));
  }

  operations(): readonly Operation[] {
    this.#operations ??= this.#allOperations();
    return this.#operations;
  }

  *eachOperation(): IterableIterator<Operation> {
    if (this.#operations !== undefined) yield* this.#operations;
    else
      for (let place = 0; place < this.length; place++) {
        const at = this.#at(place);
        if (this.#isInvocation(at)) yield operationAt(this.#columns, this.#values, at);
      }
  }

  *eachOutcome(): IterableIterator<Outcome> {
    for (let place = 0; place < this.length; place++) {
      const at = this.#at(place);
      if (this.#isInvocation(at)) yield outcomeAt(this.#columns, at);
    }
  }

  keys(): readonly Key[] {
    if (this.#positions === undefined) return this.#columns.keys;
    return [...this.#byKey().keys()];
  }

  ofKey(key: Key): History {
    const positions = this.#byKey().get(key);
    if (positions !== undefined) return new ColumnHistory(this.#parts, positions, this.#values);
    throw new HistoryError(`key ${JSON.stringify(key)}: the history has no event of it`);
  }

  stepBack(): number | undefined {
    const { time } = this.#columns;
    let lastNs = Number.NEGATIVE_INFINITY;
    for (let place = 0; place < this.length; place++) {
      const timeNs = time[this.#at(place)] ?? 0;
      if (timeNs < lastNs) return place;
      lastNs = timeNs;
    }
    return undefined;
  }

  /** Returns the position, in the columns, of the event at a place of this history. */
  #at(place: number): number {
    return this.#positions === undefined ? place : (this.#positions[place] ?? NONE);
  }

  #isInvocation(at: number): boolean {
    return this.#columns.type[at] === INVOKE && this.#columns.process[at] !== NEMESIS;
  }

  #allOperations(): readonly Operation[] {
    const operations: Operation[] = [];
    for (let place = 0; place < this.length; place++) {
      const at = this.#at(place);
      if (this.#isInvocation(at)) operations.push(operationAt(this.#columns, this.#values, at));
    }
    return operations;
  }

  #countInvocations(): number {
    let count = 0;
    for (let place = 0; place < this.length; place++)
      if (this.#isInvocation(this.#at(place))) count += 1;
    return count;
  }

  #eventsOfNemesis(): Event[] {
    const events: Event[] = [];
    for (let place = 0; place < this.length; place++) {
      const at = this.#at(place);
      if (this.#columns.process[at] === NEMESIS)
        events.push(eventAt(this.#columns, this.#values, at));
    }
    return events;
  }

  #byKey(): ReadonlyMap<Key, Int32Array> {
    this.#positionsOfKey ??= groupByKey(this.#columns, this.#positions);
    return this.#positionsOfKey;
  }
}

/** Returns the positions of each key, in the order of the keys' first events. */
function groupByKey(
  { length, key, keys }: Columns,
  positions: Int32Array | undefined,
): ReadonlyMap<Key, Int32Array> {
  const counts = new Int32Array(keys.length);
  const groups: (Int32Array | undefined)[] = [];
  const order: number[] = [];
  const each = (visit: (id: number, at: number) => void): void => {
    for (let place = 0; place < (positions?.length ?? length); place++) {
      const at = positions === undefined ? place : (positions[place] ?? NONE);
      const id = key[at] ?? NONE;
      if (id !== NONE) visit(id, at);
    }
  };
  each(id => {
    if (counts[id] === 0) order.push(id);
    counts[id] = (counts[id] ?? 0) + 1;
  });
  for (const id of order) groups[id] = new Int32Array(counts[id] ?? 0);
  each((id, at) => {
    const group = groups[id];
    if (group === undefined) return;
    group[group.length - (counts[id] ?? 0)] = at;
    counts[id] = (counts[id] ?? 0) - 1;
  });
  return new Map(
    order.flatMap(id => {
      const [name, group] = [keys[id], groups[id]];
      return name === undefined || group === undefined ? [] : [[name, group]];
    }),
  );
}
