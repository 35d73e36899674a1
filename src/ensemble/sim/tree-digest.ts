/** A digest of a data tree: equal trees have equal digests, in any order of their znodes. What is below /zookeeper
 *  is left out, as ZooKeeper does. Source: DigestCalculator. */
import type { Tree } from './tree.ts';
import { statOf, type Znode } from './znode.ts';

/** The constants of FNV-1a, 32 bits. Two hashes of a text, from two beginnings, make one digest. */
const PRIME = 0x01000193;
const BEGINNINGS = [0x811c9dc5, 0x01234567] as const;

/** The sum of the digests of all znodes. */
export function treeDigest(tree: Tree): bigint {
  const sums = [0, 0];
  for (const path of tree.paths()) {
    const znode = tree.get(path);
    if (znode === undefined || path.startsWith('/zookeeper')) continue;
    const text = textOf(tree, path, znode);
    for (const [at, beginning] of BEGINNINGS.entries())
      sums[at] = ((sums[at] ?? 0) + hashOf(text, beginning)) >>> 0;
  }
  const [high = 0, low = 0] = sums;
  return (BigInt(high) << 32n) | BigInt(low);
}

function textOf(tree: Tree, path: string, znode: Znode): string {
  const stat = Object.values(statOf(tree.seen(path, znode)));
  return [path, Buffer.from(znode.data).toString('latin1'), ...stat].join('\n');
}

function hashOf(text: string, beginning: number): number {
  let hash = beginning;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash;
}
