/** Events in columns: one typed array a field, so that millions of events stay small. */
import type { Event, EventType, Key, OperationError } from './event.ts';
import type { FaultStamp } from './fault-stamp.ts';
import { HistoryError } from './history-error.ts';

/** Names of the codes of the `type` column. */
export const TYPES: readonly EventType[] = ['invoke', 'ok', 'fail', 'info'];
export const INVOKE = 0;
/** The nemesis in the `process` column, whose other entries are not negative. */
export const NEMESIS = -1;
/** The largest number that the column of processes holds. */
const LARGEST_PROCESS = 2 ** 31 - 1;
/** No entry, in columns that refer to a dictionary or to a position. */
export const NONE = -1;

/** All columns have `length` entries; position p is the p-th event. */
export interface Columns {
  readonly length: number;
  readonly index: Float64Array;
  readonly type: Uint8Array;
  readonly process: Int32Array;
  /** Nanoseconds since the run's origin. */
  readonly time: Float64Array;
  /** Into `names`. */
  readonly f: Int32Array;
  /** Into `keys`, or NONE. */
  readonly key: Int32Array;
  readonly value: readonly unknown[];
  readonly names: readonly string[];
  readonly keys: readonly Key[];
  /** For an invocation the position of its completion and the other way round, or NONE. The nemesis is not paired. */
  readonly partner: Int32Array;
  /** Into `nodes`, or NONE. */
  readonly node: Int32Array;
  readonly nodes: readonly string[];
  /** Into `sessions`, or NONE. */
  readonly session: Int32Array;
  readonly sessions: readonly bigint[];
  readonly zxid: readonly (bigint | undefined)[];
  /** By position. */
  readonly errors: ReadonlyMap<number, OperationError>;
  /** By position. */
  readonly faults: ReadonlyMap<number, FaultStamp>;
}

type Numbers = Float64Array | Int32Array | Uint8Array;

/** Collects events, pairs them by process, and refuses what cannot be a history. */
export class ColumnsBuilder {
  #length = 0;
  #capacity = 128;
  #index = new Float64Array(this.#capacity);
  #type = new Uint8Array(this.#capacity);
  #process = new Int32Array(this.#capacity);
  #time = new Float64Array(this.#capacity);
  #f = new Int32Array(this.#capacity);
  #key = new Int32Array(this.#capacity);
  #partner = new Int32Array(this.#capacity);
  readonly #value: unknown[] = [];
  readonly #names = new Dictionary<string>();
  readonly #keys = new Dictionary<Key>();
  #node: Int32Array = new Int32Array(this.#capacity);
  #session: Int32Array = new Int32Array(this.#capacity);
  readonly #zxid: (bigint | undefined)[] = [];
  readonly #nodes = new Dictionary<string>();
  readonly #sessions = new Dictionary<bigint>();
  readonly #errors = new Map<number, OperationError>();
  readonly #faults = new Map<number, FaultStamp>();
  /** Position of each process's open invocation. */
  readonly #open: (number | undefined)[] = [];

  /** Throws HistoryError when the event cannot follow those before it. */
  add(event: Event): void {
    const at = this.#length;
    if (at === this.#capacity) this.#grow();
    this.#checkIndex(event.index);
    const process = processNumberOf(event);
    this.#index[at] = event.index;
    this.#type[at] = TYPES.indexOf(event.type);
    this.#process[at] = process;
    this.#time[at] = event.time;
    this.#f[at] = this.#names.idOf(event.f);
    this.#key[at] = event.key === undefined ? NONE : this.#keys.idOf(event.key);
    this.#value.push(event.value);
    this.#partner[at] = NONE;
    this.#node[at] = event.node === undefined ? NONE : this.#nodes.idOf(event.node);
    this.#session[at] = event.session === undefined ? NONE : this.#sessions.idOf(event.session);
    this.#zxid.push(event.zxid);
    if (event.error !== undefined) this.#errors.set(at, event.error);
    if (event.fault !== undefined) this.#faults.set(at, event.fault);
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
      value: this.#value,
      names: this.#names.values,
      keys: this.#keys.values,
      node: this.#node.subarray(0, length),
      nodes: this.#nodes.values,
      session: this.#session.subarray(0, length),
      sessions: this.#sessions.values,
      zxid: this.#zxid,
      errors: this.#errors,
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
    this.#capacity *= 2;
    this.#index = grown(this.#index, new Float64Array(this.#capacity));
    this.#type = grown(this.#type, new Uint8Array(this.#capacity));
    this.#process = grown(this.#process, new Int32Array(this.#capacity));
    this.#time = grown(this.#time, new Float64Array(this.#capacity));
    this.#f = grown(this.#f, new Int32Array(this.#capacity));
    this.#key = grown(this.#key, new Int32Array(this.#capacity));
    this.#node = grown(this.#node, new Int32Array(this.#capacity));
    this.#session = grown(this.#session, new Int32Array(this.#capacity));
    this.#partner = grown(this.#partner, new Int32Array(this.#capacity));
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
