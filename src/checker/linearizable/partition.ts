/** Objects that are many small ones: a set is a bit for each value, as long as every operation says which.
 * Each part is an object of its own, and the whole is linearizable if and only if each part is. */
import type { Key } from '../../history/event.ts';
import type { Operation } from '../../history/history.ts';
import { canonical } from '../../model/canonical.ts';
import type { Model } from '../../model/model.ts';

/** The operations of each part, in order; one part where the object has none or an operation is of all. */
export function partsOf<S>(operations: readonly Operation[], model: Model<S>): Operation[][] {
  if (!model.partOf) return [[...operations]];
  const parts = new Map<Key, Operation[]>();
  for (const op of operations) {
    const part = model.partOf(op);
    if (part === undefined) return [[...operations]];
    const key = canonical(part);
    const known = parts.get(key);
    if (known) known.push(op);
    else parts.set(key, [op]);
  }
  return parts.size === 0 ? [[]] : [...parts.values()];
}
