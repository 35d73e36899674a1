/** Which histories are judged in a thread of their own. */
import { statSync } from 'node:fs';

/** Smaller histories are judged before a thread has started. */
const LARGE_BYTES = 8e6;

/** Returns whether the history at `path` is large; none is not. */
export function isLarge(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGE_BYTES;
}
