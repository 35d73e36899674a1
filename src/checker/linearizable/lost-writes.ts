/** What is known of the writes and compare-and-sets of a register that never returned.
 *
 * One whose value nobody can have seen after its call is left out: wherever an order has it, the next operation that
 * depends on the value comes after another write, so the order holds without it. One that alone wrote a value that was
 * seen took effect before the first that saw it returned: it ends there. */
import type { Operation } from '../../history/history.ts';
import { canonical } from '../../model/canonical.ts';
import { endOf } from './interval.ts';
import { madeBy, seenBy, type Value } from './register-values.ts';

export interface Settled {
  /** Without those that need not have happened. */
  readonly operations: readonly Operation[];
  /** Ends of operations that never returned and surely took effect. */
  readonly ends: ReadonlyMap<Operation, number>;
}

/** Settles what it can of a register's operations, which are all reads, writes and compare-and-sets of pairs. */
export function settleLost(operations: readonly Operation[], initial: unknown): Settled {
  const lost = operations.filter(({ type }) => type === 'info');
  if (lost.length === 0) return { operations, ends: new Map() };
  const useful = usefulOf(lost, lastSeen(operations, initial));
  const left =
    useful.size === lost.length
      ? operations
      : operations.filter(op => op.type !== 'info' || useful.has(op));
  return { operations: left, ends: endsOf(left, initial) };
}

/** The last end of the operations that returned and saw a value. */
function lastSeen(operations: readonly Operation[], initial: unknown): Map<Value, number> {
  const last = new Map<Value, number>();
  for (const op of operations) {
    const seen = op.type === 'ok' ? seenBy(op, initial) : undefined;
    if (seen !== undefined && (last.get(seen) ?? -1) < endOf(op)) last.set(seen, endOf(op));
  }
  return last;
}

/** Returns the operations whose value may have been seen after their call, also by one another. */
function usefulOf(lost: readonly Operation[], seen: Map<Value, number>): Set<Operation> {
  const makers = new Map<Value, Operation[]>();
  for (const op of lost) {
    const makes = madeBy(op);
    if (makes === undefined) continue;
    const known = makers.get(makes);
    if (known) known.push(op);
    else makers.set(makes, [op]);
  }
  const useful = new Set<Operation>();
  const values = [...makers.keys()];
  for (let value = values.pop(); value !== undefined; value = values.pop()) {
    for (const op of makers.get(value) ?? []) {
      if (useful.has(op) || op.index > (seen.get(value) ?? -1)) continue;
      useful.add(op);
      const sees = seenBy(op, null);
      if (sees === undefined || seen.get(sees) === Number.POSITIVE_INFINITY) continue;
      seen.set(sees, Number.POSITIVE_INFINITY);
      values.push(sees);
    }
  }
  return useful;
}

/** Tests whether none that returned makes the value of some operation that never returned: only then may that be alone. */
function hasSoleLost(operations: readonly Operation[], initial: unknown): boolean {
  const lost = operations.filter(({ type }) => type === 'info');
  const alone = new Set(lost.map(madeBy));
  alone.delete(undefined);
  alone.delete(canonical(initial));
  for (const op of operations) {
    if (alone.size === 0) return false;
    if (op.type === 'ok') alone.delete(madeBy(op));
  }
  return alone.size > 0;
}

/** The makers of values that one operation alone makes. */
function soleMakers(operations: readonly Operation[], initial: unknown): Map<Value, Operation> {
  const makers = new Map<Value, Operation | undefined>([[canonical(initial), undefined]]);
  for (const op of operations) {
    const makes = madeBy(op);
    if (makes !== undefined) makers.set(makes, makers.has(makes) ? undefined : op);
  }
  return new Map([...makers].flatMap(([value, op]) => (op ? [[value, op] as const] : [])));
}

/** The first end of the operations that returned and saw a value, for each of those values; the earliest first. */
function firstSeen(operations: readonly Operation[], initial: unknown): [Value, number][] {
  const first = new Map<Value, number>();
  for (const op of operations) {
    const seen = op.type === 'ok' ? seenBy(op, initial) : undefined;
    if (seen !== undefined && (first.get(seen) ?? Number.POSITIVE_INFINITY) > endOf(op))
      first.set(seen, endOf(op));
  }
  return [...first].sort(([, a], [, b]) => a - b);
}

/** Follows each value that was seen to its only maker, to the value which that one saw, and so on. An end comes just
 * after the return that asks for it, so that a search fails at the return and not at the end. */
function endsOf(operations: readonly Operation[], initial: unknown): Map<Operation, number> {
  const ends = new Map<Operation, number>();
  if (!hasSoleLost(operations, initial)) return ends;
  const makers = soleMakers(operations, initial);
  for (const [value, end] of firstSeen(operations, initial)) {
    let maker = makers.get(value);
    for (let seen: Value | undefined = value; maker && seen !== undefined; ) {
      makers.delete(seen);
      if (maker.type === 'info') ends.set(maker, end + 0.5);
      seen = seenBy(maker, initial);
      maker = seen === undefined ? undefined : makers.get(seen);
    }
  }
  return ends;
}
