/** The leader's removal of containers that lost their last child, and of TTL znodes without children that nobody
 *  changed for their time to live, measured by the time of day. Source: ContainerManager.java. */
import type { Rules } from './rules.ts';
import type { Tree } from './tree.ts';

/** Ticks between two passes over all znodes. */
export const CHECK_TICKS = 10;

export class ContainerManager {
  #ticks = 0;

  /** Returns the paths to remove: none, except on every tenth tick. */
  due(tree: Tree, wallMs: number, { isOver }: Pick<Rules, 'isOver'>): readonly string[] {
    this.#ticks = (this.#ticks + 1) % CHECK_TICKS;
    if (this.#ticks > 0) return [];
    return [...tree.paths()].filter(path => {
      const znode = tree.get(path);
      return znode !== undefined && isOver(znode, tree.children(path).size, wallMs);
    });
  }
}
