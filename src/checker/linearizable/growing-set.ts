/** A set to which each value is added once, from which nothing is removed, and which is read as a whole.
 *
 * What reads saw must grow: each read is a level above those that saw less. A value is added below the
 * lowest level that has it and above the next lower one; one that no read saw, above all. The history is
 * linearizable if and only if reads can be put in such levels and nothing returns before the call of what
 * stands on a lower level. An addition that never returned counts where it was seen. */
import type { Operation } from '../../history/history.ts';
import { canonical } from '../../model/canonical.ts';
import { endOf } from './interval.ts';
import { type Special, violation } from './special-result.ts';
import { operationText } from './words.ts';

type Value = string | number;

interface Read {
  readonly op: Operation;
  readonly values: ReadonlySet<Value>;
}

/** Undefined when a value is added or seen twice, or there are other operations than add and read. */
export function decideGrowingSet(operations: readonly Operation[]): Special | undefined {
  const adds = new Map<Value, Operation>();
  const reads: Read[] = [];
  for (const op of operations) {
    if (op.f === 'read') {
      const seen = Array.isArray(op.output) ? op.output.map(canonical) : [];
      const values = new Set(seen);
      if (values.size < seen.length) return undefined;
      reads.push({ op, values });
    } else if (op.f === 'add' && !adds.has(canonical(op.input))) {
      adds.set(canonical(op.input), op);
    } else return undefined;
  }
  reads.sort((a, b) => a.values.size - b.values.size);
  const order: Operation[][] = [];
  for (const [at, read] of reads.entries()) {
    const wrong = place(order, adds, read, reads[at - 1]);
    if (wrong) return wrong;
  }
  order.push([...adds.values()].filter(({ type }) => type === 'ok'));
  return againstTime(order) ?? { kind: 'linearizable' };
}

/** Adds the read to the order of levels, after the additions that it is the first to see, which are taken
 * out of those left. */
function place(
  order: Operation[][],
  adds: Map<Value, Operation>,
  { op, values }: Read,
  before: Read | undefined,
): Special | undefined {
  const missing = before && [...before.values].find(value => !values.has(value));
  if (before && missing !== undefined)
    return violation(
      [before.op, op],
      `${operationText(op)} has not seen ${missing}, and ${operationText(before.op)} not all that it saw: either came first`,
    );
  const fresh: Operation[] = [];
  for (const value of values) {
    if (before?.values.has(value)) continue;
    const add = adds.get(value);
    if (!add) return violation([op], `${operationText(op)} saw ${value}, which nobody added`);
    adds.delete(value);
    fresh.push(add);
  }
  if (fresh.length === 0 && before) order.at(-1)?.push(op);
  else order.push(fresh, [op]);
  return undefined;
}

/** An operation that returned before the call of one on a lower level. */
function againstTime(levels: readonly (readonly Operation[])[]): Special | undefined {
  let last: Operation | undefined;
  for (const level of levels) {
    const early = level.find(op => last && endOf(op) < last.index);
    if (last && early)
      return violation(
        [last, early],
        `${operationText(early)} returned before ${operationText(last)} was invoked, but what reads saw puts it after`,
      );
    for (const op of level) if (!last || op.index > last.index) last = op;
  }
  return undefined;
}
