/** Collects events, in order, into the columns of a history. */
import { Bytes, Doubles, Ints } from './column.ts';
import { type Event, HistoryError, type Workload } from './event.ts';
import type { Unexpected } from './history.ts';
import {
  FAIL,
  type History,
  INFO,
  NIL,
  OK,
  OPEN,
  READ_LIST,
  READ_VALUE,
  WRITE,
} from './history.ts';
import { Lists } from './lists.ts';
import { Elements, Scalars } from './scalars.ts';

const MAX_EXAMPLES = 8;
const TYPES = new Map([
  ['ok', OK],
  ['fail', FAIL],
  ['info', INFO],
]);

/** An invocation whose completion has not come yet. */
interface Pending {
  readonly event: Event;
  readonly position: number;
  readonly index: number;
  /** An earlier invocation of the same process that is open too. */
  readonly below?: Pending;
}

/** Feed it every event of a history with `add`, then `finish` once. */
export class HistoryBuilder {
  private readonly workload: Workload;
  private readonly type = new Bytes();
  private readonly process = new Doubles();
  private readonly position = new Ints();
  private readonly invoked = new Ints();
  private readonly index = new Doubles();
  private readonly invokedIndex = new Doubles();
  private readonly time = new Doubles();
  private readonly invokedTime = new Doubles();
  private readonly f = new Ints();
  private readonly mopStart = new Ints();
  private readonly mopKind = new Bytes();
  private readonly mopKey = new Ints();
  private readonly mopArgument = new Ints();
  private readonly keys = new Scalars();
  private readonly functions = new Scalars();
  private readonly elements = new Elements();
  private readonly lists = new Lists(this.elements);
  private readonly unexpected: Unexpected[] = [];
  private readonly pending = new Map<number, Pending>();
  private events = 0;
  private seen = 0;
  private indexed: boolean | undefined;
  private hasInvocations = false;
  private lastIndex = Number.NEGATIVE_INFINITY;

  constructor(workload: Workload) {
    this.workload = workload;
  }

  /** @throws HistoryError when the event has no readable type or its index does not ascend. */
  add(event: Event): void {
    const index = this.label(event);
    if (!Number.isInteger(event.process)) return;
    const position = this.events++;
    const process = event.process as number;
    if (event.type === 'invoke') {
      this.invoke({ event, position, index }, process);
      return;
    }
    const type = TYPES.get(event.type);
    if (type === undefined) {
      throw new HistoryError(
        `type of event ${index}: expected invoke, ok, fail or info, found ${JSON.stringify(event.type)}`,
      );
    }
    this.txn(type, { event, position, index }, this.latestOpen(process));
  }

  /** The history. Invocations that are still open become transactions of type OPEN. */
  finish(): History {
    const completed = this.type.length;
    for (const process of this.pending.keys()) {
      for (let open = this.latestOpen(process); open; open = this.latestOpen(process)) {
        this.txn(OPEN, open, open);
      }
    }
    this.mopStart.push(this.mopKind.length);
    return {
      workload: this.workload,
      completed,
      count: this.type.length,
      events: this.events,
      hasInvocations: this.hasInvocations,
      type: this.type.rows(),
      process: this.process.rows(),
      position: this.position.rows(),
      invoked: this.invoked.rows(),
      index: this.index.rows(),
      invokedIndex: this.invokedIndex.rows(),
      time: this.time.rows(),
      invokedTime: this.invokedTime.rows(),
      f: this.f.rows(),
      mopStart: this.mopStart.rows(),
      mopKind: this.mopKind.rows(),
      mopKey: this.mopKey.rows(),
      mopArgument: this.mopArgument.rows(),
      keys: this.keys,
      elements: this.elements,
      lists: this.lists,
      functions: this.functions,
      unexpected: this.unexpected,
    };
  }

  /** The event's index: its own, or its place when no event of the history has one. */
  private label(event: Event): number {
    const has = event.index !== undefined && event.index !== null;
    this.indexed ??= has;
    const index = has ? event.index : this.seen;
    this.seen++;
    if (has !== this.indexed || !Number.isSafeInteger(index) || index <= this.lastIndex) {
      throw new HistoryError(
        `index of event ${this.seen - 1}: expected ${this.indexed ? `an integer above ${this.lastIndex}` : 'none, as before'}, found ${JSON.stringify(event.index)}`,
      );
    }
    this.lastIndex = index;
    return index;
  }

  private invoke(pending: Pending, process: number): void {
    this.hasInvocations = true;
    const below = this.pending.get(process);
    this.pending.set(process, below === undefined ? pending : { ...pending, below });
    for (const mop of this.mopsOf(pending)) {
      if (!Array.isArray(mop) || mop[0] !== this.writeName()) continue;
      const element = this.scalar(this.keys.intern(mop[1]), mop[2]);
      if (element !== NIL) this.elements.noteInvocation(element);
    }
  }

  /** Takes the latest open invocation of a process. */
  private latestOpen(process: number): Pending | undefined {
    const open = this.pending.get(process);
    if (open?.below) this.pending.set(process, open.below);
    else this.pending.delete(process);
    return open;
  }

  private txn(type: number, completion: Pending, invocation: Pending | undefined): void {
    this.type.push(type);
    this.process.push(completion.event.process as number);
    this.position.push(completion.position);
    this.invoked.push(invocation?.position ?? -1);
    this.index.push(completion.index);
    this.invokedIndex.push(invocation?.index ?? -1);
    this.time.push(completion.event.time ?? -1);
    this.invokedTime.push(invocation?.event.time ?? -1);
    this.f.push(this.functions.intern(completion.event.f ?? null));
    this.mopStart.push(this.mopKind.length);
    for (const mop of this.mopsOf(completion)) this.mop(mop, type, completion.index);
  }

  private mopsOf(of: Pending): readonly unknown[] {
    const value = of.event.value;
    if (value === null || value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.reject(of.index, value);
    return [];
  }

  private mop(mop: unknown, type: number, index: number): void {
    const parts = Array.isArray(mop) ? mop : [];
    if (parts[0] === this.writeName()) this.write(parts);
    else if (parts[0] !== 'r') this.reject(index, mop);
    else if (this.workload === 'rw-register') this.readValue(parts);
    else if (parts[2] === null || parts[2] === undefined) this.readNil(parts[1], type);
    else if (Array.isArray(parts[2])) this.readList(parts[1], parts[2]);
    else this.reject(index, mop);
  }

  private write(parts: readonly unknown[]): void {
    const key = this.keys.intern(parts[1]);
    this.row(WRITE, key, this.scalar(key, parts[2]));
  }

  private readValue(parts: readonly unknown[]): void {
    const key = this.keys.intern(parts[1]);
    this.row(READ_VALUE, key, this.scalar(key, parts[2]));
  }

  /** In an ok event `null` is the empty list, elsewhere it is not known. */
  private readNil(rawKey: unknown, type: number): void {
    const key = this.keys.intern(rawKey);
    this.row(READ_LIST, key, type === OK ? this.lists.root(key) : NIL);
  }

  private readList(rawKey: unknown, values: readonly unknown[]): void {
    const key = this.keys.intern(rawKey);
    this.row(READ_LIST, key, this.lists.intern(key, values));
  }

  private row(kind: number, key: number, argument: number): void {
    this.mopKind.push(kind);
    this.mopKey.push(key);
    this.mopArgument.push(argument);
  }

  private reject(index: number, mop: unknown): void {
    if (this.unexpected.length < MAX_EXAMPLES) this.unexpected.push({ index, mop });
  }

  private scalar(key: number, value: unknown): number {
    if (this.workload === 'rw-register' && (value === null || value === undefined)) return NIL;
    return this.elements.intern(key, this.elements.codeOf(value));
  }

  private writeName(): string {
    return this.workload === 'list-append' ? 'append' : 'w';
  }
}

/** The history of events that are already in memory. */
export function historyOf(events: Iterable<Event>, workload: Workload): History {
  const builder = new HistoryBuilder(workload);
  for (const event of events) builder.add(event);
  return builder.finish();
}
