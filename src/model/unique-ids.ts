/** Numbers or names that are given out.
 *   generate   ok: one that was never given out before */
import { canonical } from './canonical.ts';
import { type Model, UnknownOperation } from './model.ts';

/** `unique-ids`: the state is what was given out, in order of its text. */
export const uniqueIds: Model<readonly string[]> = {
  name: 'unique-ids',
  object: 'unique-ids',
  init: [],
  step: (given, op) => {
    if (op.f !== 'generate') throw new UnknownOperation('unique-ids', ['generate'], op);
    if (op.type !== 'ok') return given;
    const id = String(canonical(op.output));
    return given.includes(id) ? undefined : [...given, id].sort();
  },
  describeState: given => `${given.length} given out`,
};
