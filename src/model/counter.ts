/** A number that is added to.
 *   add    value: how much, 1 when null
 *   read   ok: the number */
import { type Model, UnknownOperation } from './model.ts';

/** `counter`, from `initial`: 0 where that is no number. */
export function counter(initial: unknown): Model<number> {
  return {
    name: 'counter',
    object: 'counter',
    init: typeof initial === 'number' ? initial : 0,
    step: (count, op) => {
      if (op.f === 'add') return count + (typeof op.input === 'number' ? op.input : 1);
      if (op.f !== 'read') throw new UnknownOperation('counter', ['add', 'read'], op);
      return op.type !== 'ok' || op.output === count ? count : undefined;
    },
    key: count => count,
    describeState: String,
    alike: ({ f, input, output }) => (f === 'add' ? `add ${input ?? 1}` : `read ${output}`),
    isRead: ({ f }) => f === 'read',
  };
}
