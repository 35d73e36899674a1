/** What became of each value of a queue into which each value is enqueued once. Moments are indices of events. */
import type { Operation } from '../../../history/history.ts';
import { endOf } from '../interval.ts';

type QueueValue = string | number;

export interface QueueItem<V extends QueueValue = QueueValue> {
  readonly value: V;
  readonly enqueue: Operation;
  /** The dequeues that took the value: at most one in a correct queue. */
  readonly takes: readonly Operation[];
  /** The value is in the queue from this moment on; Infinity if its enqueue never returned. */
  readonly thereAt: number;
  /** No dequeue can have taken the value before this moment; Infinity if none ever can. */
  readonly goneAt: number;
}

export interface Queue<V extends QueueValue = QueueValue> {
  readonly items: readonly QueueItem<V>[];
  /** Dequeues of values that no enqueue brought. */
  readonly unknown: readonly Operation[];
  /** Dequeues that found the queue empty. */
  readonly empty: readonly Operation[];
}

/** The operations of a queue by value. */
export interface ByValue<V extends QueueValue> {
  readonly enqueues: ReadonlyMap<V, Operation>;
  /** The second enqueue of a value, if there is one. */
  readonly repeated: Operation | undefined;
  readonly takes: ReadonlyMap<V, readonly Operation[]>;
  readonly empty: readonly Operation[];
  /** Dequeues that never returned. */
  readonly lost: readonly Operation[];
}

/** Sorts enqueues and dequeues that may have happened; `read` returns a value that an operation names. */
export function byValue<V extends QueueValue>(
  operations: readonly Operation[],
  read: (value: unknown, op: Operation) => V,
): ByValue<V> {
  const enqueues = new Map<V, Operation>();
  const takes = new Map<V, Operation[]>();
  const empty: Operation[] = [];
  const lost: Operation[] = [];
  let repeated: Operation | undefined;
  for (const op of operations) {
    if (op.f === 'enqueue') {
      const value = read(op.input, op);
      if (enqueues.has(value)) repeated ??= op;
      else enqueues.set(value, op);
    } else if (op.type !== 'ok') lost.push(op);
    else if (op.output === null) empty.push(op);
    else addTo(takes, read(op.output, op), op);
  }
  return { enqueues, repeated, takes, empty, lost };
}

function addTo<V>(takes: Map<V, Operation[]>, value: V, op: Operation): void {
  const known = takes.get(value);
  if (known === undefined) takes.set(value, [op]);
  else known.push(op);
}

/** Returns the queue. `leavesAt` says from when on a lost dequeue may have taken a value that no dequeue returned. */
export function queueOf<V extends QueueValue>(
  { enqueues, takes, empty }: ByValue<V>,
  leavesAt: (value: V) => number,
): Queue<V> {
  const items = [...enqueues].map(([value, enqueue]): QueueItem<V> => {
    const taken = takes.get(value) ?? [];
    const goneAt = taken[0]?.index ?? leavesAt(value);
    return { value, enqueue, takes: taken, thereAt: endOf(enqueue), goneAt };
  });
  const unknown = [...takes].flatMap(([value, ops]) => (enqueues.has(value) ? [] : ops));
  return { items, unknown, empty };
}
