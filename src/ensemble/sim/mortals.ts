/** Containers that lost their last child, and TTL znodes without children that nobody changed for their
 *  time: the leader removes them now and then. Their age is told by the time of day. Source: ContainerManager.java. */
import type { Rules } from './rules.ts';
import type { Tree } from './tree.ts';

/** Ticks between two looks at all znodes. */
const TICKS = 10;

export class Mortals {
  #ticks = 0;

  /** Paths to remove; none, but once in a while. */
  due(tree: Tree, wallMs: number, { isOver }: Pick<Rules, 'isOver'>): readonly string[] {
    this.#ticks = (this.#ticks + 1) % TICKS;
    if (this.#ticks > 0) return [];
    return [...tree.paths()].filter(path => {
      const znode = tree.get(path);
      return znode !== undefined && isOver(znode, tree.children(path).size, wallMs);
    });
  }
}
