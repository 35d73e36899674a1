/** Keys that threads share for the whole run, each thread one of them. */
import type { Worker } from '../contract.ts';

/** Returns the key assigned to `thread`, out of `keys` keys. */
export function keyOf(thread: Worker['thread'], keys: number): number {
  return thread === 'nemesis' ? 0 : thread % keys;
}

/** Emits a znode for each of `keys` keys, after the one that is in use. */
export function znodesIn(root: string, keys: number): readonly string[] {
  return [root, ...Array.from({ length: keys }, (_, key) => `${root}/${key}`)];
}
