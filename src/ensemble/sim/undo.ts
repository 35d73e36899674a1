/** Takes back what the parts of a multi did to the state ahead, when a later part is refused. */
import { parentOf } from './paths.ts';
import type { Tree } from './tree.ts';
import type { Txn } from './txn.ts';
import type { Znode } from './znode.ts';

/** A znode as it was; undefined where there was none. */
export type Before = readonly [path: string, znode: Znode | undefined];

/** What the transaction is about to change, as it is now. */
export function touched(tree: Tree, txn: Txn): Before[] {
  if (!('path' in txn)) return [];
  const parent = parentOf(txn.path);
  return [
    [parent, tree.get(parent)],
    [txn.path, tree.get(txn.path)],
  ];
}

/** Puts back what was, the last change first. */
export function restore(tree: Tree, before: readonly Before[]): void {
  for (const [path, znode] of before.toReversed()) {
    if (znode === undefined) tree.remove(path);
    else tree.put(path, znode);
  }
}
