/** Containers that lost their last child, and TTL znodes without children that nobody changed for their
 *  time: the leader removes them now and then. Their age is told by the time of day. Source: ContainerManager.java. */
import type { Tree } from './tree.ts';
import type { Znode } from './znode.ts';

/** Ticks between two looks at all znodes. */
const TICKS = 10;

export class Mortals {
  #ticks = 0;

  /** Paths to remove; none, but once in a while. */
  due(tree: Tree, wallMs: number): readonly string[] {
    this.#ticks = (this.#ticks + 1) % TICKS;
    if (this.#ticks > 0) return [];
    return [...tree.paths()].filter(path => {
      const znode = tree.get(path);
      return znode !== undefined && tree.children(path).size === 0 && isOver(znode, wallMs);
    });
  }
}

function isOver({ life, births, mtime }: Znode, wallMs: number): boolean {
  if (life.kind === 'container') return births > 0;
  return life.kind === 'ttl' && wallMs - mtime > life.ttlMs;
}
