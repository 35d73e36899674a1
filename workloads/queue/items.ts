/** What became of each value of a queue, as far as its history tells. */
import type { History, Operation } from '../../src/history/history.ts';

export interface Item {
  readonly value: number;
  readonly enqueue: Operation;
  /** The dequeues that took it: one, where all is well. */
  readonly takes: readonly Operation[];
  /** From here on it was in the queue: Infinity when nobody knows. */
  readonly thereNs: number;
  /** Nobody can have taken it before: Infinity when nobody ever can have. */
  readonly goneNs: number;
}

export interface Items {
  readonly items: readonly Item[];
  /** Dequeues of values that nobody ever tried to enqueue, or whose enqueue failed. */
  readonly unknown: readonly Operation[];
  /** Dequeues that found nothing. */
  readonly empty: readonly Operation[];
}

/** @throws TypeError when a value was enqueued twice, or is no number. */
export function itemsOf(history: History): Items {
  const enqueues = new Map<number, Operation>();
  const takes = new Map<number, Operation[]>();
  const mayHaveTaken = new Map<number, number>();
  let anyNs = Number.POSITIVE_INFINITY;
  const empty: Operation[] = [];
  for (const op of history.operations()) {
    const { f, type, output } = op;
    if (type === 'fail') continue;
    if (f === 'enqueue') addOnce(enqueues, op);
    else if (type === 'ok' && output === null) empty.push(op);
    else if (type === 'ok')
      takes.set(numberOf(output, op), [...(takes.get(numberOf(output, op)) ?? []), op]);
    else if (typeof output === 'number')
      mayHaveTaken.set(output, Math.min(mayHaveTaken.get(output) ?? op.callNs, op.callNs));
    else anyNs = Math.min(anyNs, op.callNs);
  }
  const goneNs = (value: number): number =>
    takes.get(value)?.[0]?.callNs ?? Math.min(mayHaveTaken.get(value) ?? anyNs, anyNs);
  const items = [...enqueues].map(([value, enqueue]) => ({
    value,
    enqueue,
    takes: takes.get(value) ?? [],
    thereNs: enqueue.type === 'ok' ? enqueue.returnNs : Number.POSITIVE_INFINITY,
    goneNs: goneNs(value),
  }));
  const unknown = [...takes].flatMap(([value, ops]) => (enqueues.has(value) ? [] : ops));
  return { items, unknown, empty };
}

function addOnce(enqueues: Map<number, Operation>, op: Operation): void {
  const value = numberOf(op.input, op);
  const other = enqueues.get(value);
  if (other !== undefined)
    throw new TypeError(
      `queue: expected every value to be enqueued once, found ${value} twice (op ${other.index} and ${op.index})`,
    );
  enqueues.set(value, op);
}

function numberOf(value: unknown, { f, index }: Operation): number {
  if (typeof value === 'number') return value;
  throw new TypeError(
    `queue: expected a number, found ${JSON.stringify(value)} (op ${index}, ${f})`,
  );
}
