/** Collects events, in order, into the columns of a history. */
import { Bytes, Doubles, Ints } from './column.ts';
import { type Event, HistoryError, type Workload } from './event.ts';
import {
  FAIL,
  type History,
  INFO,
  NIL,
  OK,
  OPEN,
  READ_LIST,
  type Unexpected,
  WRITE,
} from './history.ts';
import { addMops, MopRows } from './mop-rows.ts';
import { shown } from './shown.ts';
import { Vocabulary } from './vocabulary.ts';

const MAX_EXAMPLES = 8;
/** An invocation, among the types of events. */
export const INVOKE: typeof OPEN = OPEN;
/** Names of types; an invocation becomes a transaction of type OPEN when it stays alone. */
const TYPES: ReadonlyMap<unknown, number> = new Map([
  ['ok', OK],
  ['fail', FAIL],
  ['info', INFO],
  ['invoke', INVOKE],
]);

/** What an event says besides its micro-operations. */
export interface EventHead {
  /** OK, FAIL, INFO or INVOKE. */
  type: number;
  process: number;
  /** NaN where the event has none. */
  index: number;
  /** Nanoseconds, or -1. */
  time: number;
  /** A number of `Vocabulary.functions`. */
  f: number;
}

/** An invocation whose completion has not come yet. */
class Pending {
  position = 0;
  index = 0;
  time = 0;
  f = 0;
  readonly mops: MopRows = new MopRows();
}

/** Feed it every event of a history with `add`, then `finish` once. */
export class HistoryBuilder {
  readonly words: Vocabulary;
  private readonly rows = new MopRows();
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
  private readonly unexpected: Unexpected[] = [];
  /** Open operations by process, the latest last. Emptied stacks and spare entries are kept for reuse. */
  private readonly open = new Map<number, Pending[]>();
  private readonly spare: Pending[] = [];
  private events = 0;
  private seen = 0;
  private indexed: boolean | undefined;
  private hasInvocations = false;
  private lastIndex = Number.NEGATIVE_INFINITY;

  constructor(workload: Workload) {
    this.words = new Vocabulary(workload);
  }

  /** @throws HistoryError when the event has no known type or its index does not ascend. */
  add(event: Event): void {
    const type = TYPES.get(event.type);
    if (type === undefined) {
      throw new HistoryError(
        `type of event ${this.seen}: expected invoke, ok, fail or info, found ${shown(event.type)}`,
      );
    }
    const index = this.numberOf('index', event.index) ?? Number.NaN;
    const time = this.numberOf('time', event.time) ?? -1;
    this.rows.clear();
    if (Number.isInteger(event.process)) {
      const place = event.index ?? this.seen;
      addMops(event.value, this.words, this.rows, mop => this.reject({ index: place, mop }));
    }
    const f = this.words.functions.intern(event.f ?? null);
    this.addRow({ type, process: this.processOf(event), index, time, f }, this.rows);
  }

  /** NaN where it is no client's. A number that is no integer, or too large for one, would be taken for
   * somebody else, and its operations not judged. */
  private processOf({ process }: Event): number {
    if (typeof process !== 'number' && typeof process !== 'bigint') return Number.NaN;
    if (Number.isSafeInteger(process)) return Number(process);
    throw this.wrong('process', 'an integer below 2^53, or a name', process);
  }

  private numberOf(field: string, found: unknown): number | undefined {
    if (found === undefined || found === null) return undefined;
    if (typeof found === 'number' && Number.isFinite(found)) return found;
    throw this.wrong(field, 'an integer below 2^53', found);
  }

  private wrong(field: string, expected: string, found: unknown): HistoryError {
    return new HistoryError(
      `${field} of event ${this.seen}: expected ${expected}, found ${shown(found)}`,
    );
  }

  /** Adds a row from numbers, as `add` does. A process that is not an integer is NaN; its event is ignored. */
  addRow(head: EventHead, rows: MopRows): void {
    const index = this.label(head.index);
    if (Number.isNaN(head.process)) return;
    const position = this.events++;
    if (head.type === INVOKE) this.invoke(head, rows, position, index);
    else this.complete(head, rows, position, index);
  }

  /** The history. Invocations that are still open become transactions of type OPEN. */
  finish(): History {
    const completed = this.type.length;
    for (const [process, stack] of this.open) {
      for (const { position, index, time, f, mops } of stack) {
        const head = { type: OPEN, process, index, time, f };
        this.txn(head, position, index, { position, index, time });
        this.addMops(mops, OPEN);
      }
    }
    this.mopStart.push(this.mopKind.length);
    const { workload: _, ...words } = this.words;
    return {
      ...words,
      workload: this.words.workload,
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
      unexpected: this.unexpected,
    };
  }

  /** The event's index: its own, or its place when no event of the history has one. */
  private label(given: number): number {
    const has = !Number.isNaN(given);
    this.indexed ??= has;
    const index = has ? given : this.seen;
    if (has !== this.indexed || !Number.isSafeInteger(index) || index <= this.lastIndex) {
      const above = this.seen === 0 ? 'an integer' : `an integer above ${this.lastIndex}`;
      const expected = this.indexed ? above : 'none, as before';
      throw new HistoryError(
        `index of event ${this.seen}: expected ${expected}, found ${has ? given : 'none'}`,
      );
    }
    this.seen++;
    this.lastIndex = index;
    return index;
  }

  private invoke(head: EventHead, rows: MopRows, position: number, index: number): void {
    this.hasInvocations = true;
    const pending = this.spare.pop() ?? new Pending();
    pending.position = position;
    pending.index = index;
    pending.time = head.time;
    pending.f = head.f;
    pending.mops.copyFrom(rows);
    const stack = this.open.get(head.process);
    if (stack) stack.push(pending);
    else this.open.set(head.process, [pending]);
    for (let i = 0; i < rows.length; i++) {
      const element = rows.argument[i] ?? NIL;
      if (rows.kind[i] === WRITE && element !== NIL) this.words.elements.noteInvocation(element);
    }
  }

  /** A completion ends the latest open invocation of its process. */
  private complete(head: EventHead, rows: MopRows, position: number, index: number): void {
    const invocation = this.open.get(head.process)?.pop();
    this.txn(head, position, index, invocation);
    this.addMops(rows, head.type);
    if (invocation) this.spare.push(invocation);
  }

  private txn(
    head: EventHead,
    position: number,
    index: number,
    invocation: Pick<Pending, 'position' | 'index' | 'time'> | undefined,
  ): void {
    this.type.push(head.type);
    this.process.push(head.process);
    this.position.push(position);
    this.invoked.push(invocation?.position ?? -1);
    this.index.push(index);
    this.invokedIndex.push(invocation?.index ?? -1);
    this.time.push(head.time);
    this.invokedTime.push(invocation?.time ?? -1);
    this.f.push(head.f);
    this.mopStart.push(this.mopKind.length);
  }

  /** A list that an ok event read as `null` is empty; elsewhere it is not known. */
  private addMops(rows: MopRows, type: number): void {
    for (let i = 0; i < rows.length; i++) {
      const kind = rows.kind[i] ?? WRITE;
      const key = rows.key[i] ?? 0;
      const argument = rows.argument[i] ?? NIL;
      const isEmptyList = kind === READ_LIST && argument === NIL && type === OK;
      this.mopKind.push(kind);
      this.mopKey.push(key);
      this.mopArgument.push(isEmptyList ? this.words.lists.root(key) : argument);
    }
  }

  private reject(example: Unexpected): void {
    if (this.unexpected.length < MAX_EXAMPLES) this.unexpected.push(example);
  }
}

/** The history of events that are already in memory. */
export function historyOf(events: Iterable<Event>, workload: Workload): History {
  const builder = new HistoryBuilder(workload);
  for (const event of events) builder.add(event);
  return builder.finish();
}
