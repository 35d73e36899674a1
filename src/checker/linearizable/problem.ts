/** The operations of one object, numbered for the search.
 *
 * Failed operations did not happen and are left out; so are reads that never returned, which constrain
 * nothing. Operations that do the same in every state share a class. An operation that returned holds a
 * slot from its invocation to its return: there are as many slots as operations were ever open at once,
 * so masks of slots are as wide as the window of concurrent operations and not as the history. An
 * operation that never returned has no slot: its class is a resource that grows by one. */
import type { Operation } from '../../history/history.ts';
import { canonical } from '../../model/canonical.ts';
import type { Model } from '../../model/model.ts';
import { endOf } from './interval.ts';

export const NONE = -1;

export interface Problem {
  /** In order of invocation; an operation is its place here. */
  readonly operations: readonly Operation[];
  readonly classOf: Int32Array;
  /** NONE when it never returned and need not have taken effect. */
  readonly slotOf: Int32Array;
  /** In order of time: `op` for an invocation, `~op` for a return. */
  readonly events: Int32Array;
  /** Place in `events` of the return; past the end when it never returned. */
  readonly returnOf: Int32Array;
  readonly slots: number;
  readonly classes: readonly OperationClass[];
}

export interface OperationClass {
  /** Any operation of the class. */
  readonly example: Operation;
  readonly isRead: boolean;
  readonly overwrites: boolean;
}

/** The operations that an order must explain. */
export function constraining<S>(operations: readonly Operation[], model: Model<S>): Operation[] {
  return operations.filter(op => counts(op, model));
}

/** The problem of operations that all constrain the order. `ends` are those of operations that never returned and surely
 * took effect: such an operation holds a slot until there. */
export function problemOf<S>(
  operations: readonly Operation[],
  model: Model<S>,
  ends: ReadonlyMap<Operation, number> = new Map(),
): Problem {
  const { classOf, classes } = classify(operations, model);
  return { operations, classOf, classes, ...schedule(operations, ends) };
}

function counts<S>(op: Operation, model: Model<S>): boolean {
  if (op.type === 'ok') return true;
  return op.type === 'info' && !model.isRead?.(op);
}

function classify<S>(
  operations: readonly Operation[],
  model: Model<S>,
): Pick<Problem, 'classOf' | 'classes'> {
  const ids = new Map<string | number, number>();
  const classes: OperationClass[] = [];
  const classOf = new Int32Array(operations.length);
  operations.forEach((op, at) => {
    const key = model.alike?.(op) ?? alike(op, model.knowsProcess ?? false);
    let known = ids.get(key);
    if (known === undefined) {
      known = classes.push(classOfExample(op, model)) - 1;
      ids.set(key, known);
    }
    classOf[at] = known;
  });
  return { classOf, classes };
}

function classOfExample<S>(example: Operation, model: Model<S>): OperationClass {
  return {
    example,
    isRead: model.isRead?.(example) ?? false,
    overwrites: model.overwrites?.(example) ?? false,
  };
}

/** Equal for operations that every model must treat alike. */
function alike(op: Operation, knowsProcess: boolean): string {
  const output = op.type === 'ok' ? canonical(op.output) : '';
  return `${op.type} ${op.f} ${canonical(op.input)} ${output} ${knowsProcess ? op.process : ''}`;
}

/** Merges invocations with returns, and gives slots as they become free. */
function schedule(
  operations: readonly Operation[],
  ends: ReadonlyMap<Operation, number>,
): Pick<Problem, 'slotOf' | 'events' | 'returnOf' | 'slots'> {
  const events = new Int32Array(2 * operations.length);
  const slotOf = new Int32Array(operations.length).fill(NONE);
  const returnOf = new Int32Array(operations.length).fill(events.length);
  const open = new OpenOperations();
  const free: number[] = [];
  let [length, slots] = [0, 0];
  const returnUntil = (index: number): void => {
    for (let op = open.nextBefore(index); op !== NONE; op = open.nextBefore(index)) {
      returnOf[op] = length;
      events[length++] = ~op;
      free.push(slotOf[op] ?? NONE);
    }
  };
  operations.forEach((operation, op) => {
    returnUntil(operation.index);
    events[length++] = op;
    const end = operation.type === 'ok' ? endOf(operation) : ends.get(operation);
    if (end === undefined) return;
    slotOf[op] = free.pop() ?? slots++;
    open.add(op, end);
  });
  returnUntil(Number.POSITIVE_INFINITY);
  return { events: events.slice(0, length), slotOf, returnOf, slots };
}

/** Open operations by the index of their completion: a binary heap. */
class OpenOperations {
  readonly #ops: number[] = [];
  readonly #ends: number[] = [];

  add(op: number, end: number): void {
    let at = this.#ops.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#endAt(parent) <= end) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#ops[at] = op;
    this.#ends[at] = end;
  }

  /** Takes the operation that returns first, if before `index`; else NONE. */
  nextBefore(index: number): number {
    const first = this.#ops[0];
    if (first === undefined || this.#endAt(0) > index) return NONE;
    const [op, end] = [this.#ops.pop() ?? NONE, this.#ends.pop() ?? 0];
    if (this.#ops.length > 0) this.#sink(op, end);
    return first;
  }

  #sink(op: number, end: number): void {
    let at = 0;
    for (let child = 1; child < this.#ops.length; child = 2 * at + 1) {
      if (child + 1 < this.#ops.length && this.#endAt(child + 1) < this.#endAt(child)) child += 1;
      if (this.#endAt(child) >= end) break;
      this.#move(child, at);
      at = child;
    }
    this.#ops[at] = op;
    this.#ends[at] = end;
  }

  #endAt(at: number): number {
    return this.#ends[at] ?? Number.POSITIVE_INFINITY;
  }

  #move(from: number, to: number): void {
    this.#ops[to] = this.#ops[from] ?? NONE;
    this.#ends[to] = this.#endAt(from);
  }
}
