/** Numbers or names of which none is given out twice: whatever the order. */
import type { Operation } from '../../history/history.ts';
import { canonical } from '../../model/canonical.ts';
import { type Special, violation } from './special-result.ts';
import { operationText } from './words.ts';

/** Undefined when there are other operations than generate. */
export function decideUniqueIds(operations: readonly Operation[]): Special | undefined {
  const given = new Map<string | number, Operation>();
  for (const op of operations) {
    if (op.f !== 'generate') return undefined;
    if (op.type !== 'ok') continue;
    const id = canonical(op.output);
    const first = given.get(id);
    if (first)
      return violation(
        [first, op],
        `${operationText(op)} gave out what ${operationText(first)} had`,
      );
    given.set(id, op);
  }
  return { kind: 'linearizable' };
}
