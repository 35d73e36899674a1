/** Keys that threads share for the whole run, each thread one of them. */
import type { Worker } from '../contract.ts';

/** That of a thread, of so many. */
export function keyOf(thread: Worker['thread'], keys: number): number {
  return thread === 'nemesis' ? 0 : thread % keys;
}

/** A znode for each of so many keys, after the one that they are in. */
export function znodesIn(root: string, keys: number): readonly string[] {
  return [root, ...Array.from({ length: keys }, (_, key) => `${root}/${key}`)];
}
