/** Collects events into columns. */
import { type Columns, NEMESIS, NONE, TYPES } from './columns.ts';
import type { Event, Key, OperationError } from './event.ts';
import type { FaultStamp } from './fault-stamp.ts';
import { HistoryError } from './history-error.ts';
import { memoryOf } from './memory.ts';
import { type TextPlace, ValuesBuilder } from './values.ts';
import { ZxidsBuilder } from './zxids.ts';

/** The largest number that the column of processes holds. */
const LARGEST_PROCESS = 2 ** 31 - 1;

/** What a history is expected to be. More costs time; memory is only taken for what there is. */
export interface Expected {
  readonly events: number;
  /** Bytes of all values as JSON. */
  readonly valueBytes: number;
}

const FEW: Expected = { events: 128, valueBytes: 0 };

type Numbers = Float64Array | Int32Array | Uint8Array;

/** Collects events, pairs them by process, and refuses what cannot be a history. */
export class ColumnsBuilder {
  #length = 0;
  #index: Float64Array;
  #type: Uint8Array;
  #process: Int32Array;
  #time: Float64Array;
  #f: Int32Array;
  #key: Int32Array;
  #partner: Int32Array;
  #place: Int32Array;
  #node: Int32Array;
  #session: Int32Array;
  #error: Int32Array;
  readonly #zxid: ZxidsBuilder;
  readonly #values: ValuesBuilder;
  readonly #names = new Dictionary<string>();
  readonly #keys = new Dictionary<Key>();
  readonly #nodes = new Dictionary<string>();
  readonly #sessions = new Dictionary<bigint>();
  readonly #errors = new Errors();
  readonly #faults = new Map<number, FaultStamp>();
  /** Position of each process's open invocation. */
  readonly #open: (number | undefined)[] = [];

  constructor({ events, valueBytes }: Expected = FEW) {
    this.#index = new Float64Array(memoryOf(8 * events));
    this.#type = new Uint8Array(memoryOf(events));
    this.#time = new Float64Array(memoryOf(8 * events));
    this.#process = integers(events);
    this.#f = integers(events);
    this.#key = integers(events);
    this.#partner = integers(events);
    this.#place = integers(events);
    this.#node = integers(events);
    this.#session = integers(events);
    this.#error = integers(events);
    this.#zxid = new ZxidsBuilder(events);
    this.#values = new ValuesBuilder(valueBytes);
  }

  /** `text`: of the event's value as JSON, where it was read from JSON.
   * @throws HistoryError where the event cannot follow those before it. */
  add(event: Event, text?: TextPlace): void {
    const at = this.#length;
    if (at === this.#index.length) this.#grow();
    this.#checkIndex(event.index);
    const { key, node, session, error, fault } = event;
    const process = processNumberOf(event);
    this.#index[at] = event.index;
    this.#type[at] = TYPES.indexOf(event.type);
    this.#process[at] = process;
    this.#time[at] = event.time;
    this.#f[at] = this.#names.idOf(event.f);
    this.#key[at] = key === undefined ? NONE : this.#keys.idOf(key);
    this.#place[at] = this.#values.add(event.value, text);
    this.#partner[at] = NONE;
    this.#node[at] = node === undefined ? NONE : this.#nodes.idOf(node);
    this.#session[at] = session === undefined ? NONE : this.#sessions.idOf(session);
    this.#zxid.set(at, event.zxid);
    this.#error[at] = error === undefined ? NONE : this.#errors.idOf(error);
    if (fault !== undefined) this.#faults.set(at, fault);
    this.#length += 1;
    if (process !== NEMESIS) this.#pair(event, process, at);
  }

  /** The builder must not be used afterwards. */
  finish(): Columns {
    const length = this.#length;
    return {
      length,
      index: this.#index.subarray(0, length),
      type: this.#type.subarray(0, length),
      process: this.#process.subarray(0, length),
      time: this.#time.subarray(0, length),
      f: this.#f.subarray(0, length),
      key: this.#key.subarray(0, length),
      partner: this.#partner.subarray(0, length),
      value: {
        places: this.#place.subarray(0, length),
        texts: this.#values.texts,
        others: this.#values.others,
      },
      names: this.#names.values,
      keys: this.#keys.values,
      node: this.#node.subarray(0, length),
      nodes: this.#nodes.values,
      session: this.#session.subarray(0, length),
      sessions: this.#sessions.values,
      zxid: this.#zxid.finish(length),
      error: this.#error.subarray(0, length),
      errors: this.#errors.values,
      faults: this.#faults,
    };
  }

  #checkIndex(index: number): void {
    const last = this.#index[this.#length - 1];
    if (last !== undefined && index > last) return;
    if (this.#length === 0 && Number.isSafeInteger(index)) return;
    throw new HistoryError(
      `expected an index above ${last}, found ${index}; sort the events by index`,
    );
  }

  #pair(event: Event, process: number, at: number): void {
    const open = this.#open[process];
    if (event.type === 'invoke') {
      if (open !== undefined) throw this.#twoOpen(event, open);
      this.#open[process] = at;
      return;
    }
    if (open === undefined) throw neverInvoked(event);
    this.#checkSame(event, open, at);
    this.#open[process] = undefined;
    this.#partner[open] = at;
    this.#partner[at] = open;
  }

  #checkSame(event: Event, open: number, at: number): void {
    if (this.#f[open] === this.#f[at] && this.#key[open] === this.#key[at]) return;
    throw new HistoryError(
      `event ${event.index}: process ${event.process} completes ${event.f}${onKey(event.key)}, ` +
        `but its open invocation (event ${this.#index[open]}) is ${this.#describe(open)}`,
    );
  }

  #twoOpen(event: Event, open: number): HistoryError {
    return new HistoryError(
      `event ${event.index}: process ${event.process} invokes ${event.f} while its ${this.#describe(open)} ` +
        `of event ${this.#index[open]} is open; a process does one operation at a time`,
    );
  }

  #describe(at: number): string {
    const name = this.#names.values[this.#f[at] ?? NONE];
    return `${name}${onKey(this.#keys.values[this.#key[at] ?? NONE])}`;
  }

  #grow(): void {
    const capacity = 2 * this.#index.length;
    this.#index = grown(this.#index, new Float64Array(memoryOf(8 * capacity)));
    this.#type = grown(this.#type, new Uint8Array(memoryOf(capacity)));
    this.#time = grown(this.#time, new Float64Array(memoryOf(8 * capacity)));
    this.#process = grown(this.#process, integers(capacity));
    this.#f = grown(this.#f, integers(capacity));
    this.#key = grown(this.#key, integers(capacity));
    this.#partner = grown(this.#partner, integers(capacity));
    this.#place = grown(this.#place, integers(capacity));
    this.#node = grown(this.#node, integers(capacity));
    this.#session = grown(this.#session, integers(capacity));
    this.#error = grown(this.#error, integers(capacity));
    this.#zxid.grow(capacity);
  }
}

/** Gives equal values one small number. */
class Dictionary<T> {
  readonly values: T[] = [];
  readonly #ids = new Map<T, number>();

  idOf(value: T): number {
    const known = this.#ids.get(value);
    if (known !== undefined) return known;
    this.#ids.set(value, this.values.length);
    return this.values.push(value) - 1;
  }
}

/** Gives equal errors one small number. */
class Errors {
  readonly values: OperationError[] = [];
  readonly #ids = new Dictionary<string>();

  idOf(error: OperationError): number {
    const { name, message } = error;
    const id = this.#ids.idOf(JSON.stringify([name, message]));
    if (id === this.values.length) this.values.push(error);
    return id;
  }
}

function integers(capacity: number): Int32Array {
  return new Int32Array(memoryOf(4 * capacity));
}

function grown<T extends Numbers>(from: T, to: T): T {
  to.set(from);
  return to;
}

function onKey(key: Key | undefined): string {
  return key === undefined ? '' : ` on key ${JSON.stringify(key)}`;
}

/** Returns the number that stands for the process in its column, whose width limits it. */
function processNumberOf({ index, process }: Event): number {
  if (process === 'nemesis') return NEMESIS;
  if (Number.isInteger(process) && process >= 0 && process <= LARGEST_PROCESS) return process;
  throw new HistoryError(
    `event ${index}: expected a process of 0 to ${LARGEST_PROCESS}, or the nemesis, found ${process}`,
  );
}

function neverInvoked(event: Event): HistoryError {
  return new HistoryError(
    `event ${event.index}: process ${event.process} completes ${event.f} (${event.type}), ` +
      'but has no open invocation',
  );
}
