/** Queues that are not first in first out.
 *   enqueue   value
 *   dequeue   ok: `unordered-queue`: any value in it; `priority-queue`: the least; null when empty */
import { canonical } from './canonical.ts';
import { type Model, UnknownOperation } from './model.ts';

interface Bag {
  /** Values by their canonical text, in order. */
  readonly values: readonly (string | number)[];
  /** Values that dequeues took which never returned: it is not known which. */
  readonly taken: number;
}

/** `unordered-queue`. */
export const unorderedQueue: Model<Bag> = {
  name: 'unordered-queue',
  init: { values: [], taken: 0 },
  step: ({ values, taken }, op) => {
    if (op.f === 'enqueue') return { values: withValue(values, canonical(op.input)), taken };
    if (op.f !== 'dequeue')
      throw new UnknownOperation('unordered-queue', ['enqueue', 'dequeue'], op);
    const left = values.length - taken;
    if (op.type !== 'ok') return left > 0 ? { values, taken: taken + 1 } : undefined;
    if (op.output === null) return left === 0 ? { values: [], taken: 0 } : undefined;
    const rest = withoutValue(values, canonical(op.output));
    return rest && left > 0 ? { values: rest, taken } : undefined;
  },
  describeState: ({ values, taken }) =>
    `{${values.join(', ')}}${taken > 0 ? ` less ${taken} of unknown value` : ''}`,
};

/** `priority-queue`, of numbers. */
export const priorityQueue: Model<readonly number[]> = {
  name: 'priority-queue',
  init: [],
  step: (values, op) => {
    if (op.f === 'enqueue') return [...values, Number(op.input)].sort((a, b) => a - b);
    if (op.f !== 'dequeue')
      throw new UnknownOperation('priority-queue', ['enqueue', 'dequeue'], op);
    if (op.type === 'ok' && (values[0] ?? null) !== op.output) return undefined;
    return values.slice(1);
  },
};

function withValue(
  values: readonly (string | number)[],
  value: string | number,
): (string | number)[] {
  return [...values, value].sort(byText);
}

function withoutValue(
  values: readonly (string | number)[],
  value: string | number,
): (string | number)[] | undefined {
  const at = values.indexOf(value);
  return at < 0 ? undefined : values.toSpliced(at, 1);
}

function byText(a: string | number, b: string | number): number {
  return String(a) < String(b) ? -1 : 1;
}
