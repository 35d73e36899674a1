/** What a strike reported, read field by field, and when it was ended. */
import type { NemesisOperation } from '../../history/nemesis-operations.ts';

/** Returns the fields of what may be an object; none of anything else. */
export function fieldsOf(found: unknown): Readonly<Record<string, unknown>> {
  return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
}

/** Returns when the heal of a strike was invoked; Infinity where there was none. */
export function healCallNs(
  { event }: NemesisOperation,
  operations: readonly NemesisOperation[],
): number {
  const heal = operations.find(({ declared }) => declared?.healed?.includes(event.index));
  return heal?.callNs ?? Number.POSITIVE_INFINITY;
}
