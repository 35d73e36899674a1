/** A number of permits.
 *  acquire   value: how many, 1 when null; possible when that many are left
 *  release   value: how many, 1 when null; possible when that many are taken */
import { type Call, type Model, UnknownOperation } from './model.ts';

/** `semaphore`, of `initial` permits: 1 where that is no number. The state is how many are left. */
export function semaphore(initial: unknown): Model<number> {
  const permits = typeof initial === 'number' ? initial : 1;
  return {
    name: 'semaphore',
    init: permits,
    step: (left, op) => {
      if (op.f === 'acquire') return left >= amount(op) ? left - amount(op) : undefined;
      if (op.f !== 'release') throw new UnknownOperation('semaphore', ['acquire', 'release'], op);
      return left + amount(op) <= permits ? left + amount(op) : undefined;
    },
    key: left => left,
    describeState: left => `${left} of ${permits} left`,
  };
}

function amount({ input }: Call): number {
  return typeof input === 'number' ? input : 1;
}
