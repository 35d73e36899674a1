/** When an operation takes effect: after the event of its call and before that of its return. */
import type { Operation } from '../../history/history.ts';

/** The index of the return; Infinity when it never returned. */
export function endOf({ type, completionIndex }: Operation): number {
  return type === 'ok' && completionIndex !== undefined
    ? completionIndex
    : Number.POSITIVE_INFINITY;
}
