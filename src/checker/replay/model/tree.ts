/** The tree of znodes. Source: DataTree.java. */
import type { Features } from '../features.ts';
import type { TraceAcl } from '../trace.ts';
import { CONFIG, nameOf, parentOf } from './paths.ts';
import { EVERYTHING, newZnode, type Znode } from './znode.ts';

const NONE: ReadonlySet<string> = new Set();
export const openAcl: readonly TraceAcl[] = [{ perms: 31, id: { scheme: 'world', id: 'anyone' } }];

export class Tree {
  readonly #znodes = new Map<string, Znode>();
  readonly #ephemerals = new Map<bigint, Set<string>>();

  constructor({ configNode }: Pick<Features, 'configNode'>) {
    const paths = ['/', '/zookeeper', '/zookeeper/quota'];
    for (const path of configNode ? [...paths, CONFIG] : paths) this.#addRoot(path);
  }

  /** The number of znodes, the root included. */
  get size(): number {
    return this.#znodes.size;
  }

  get(path: string): Znode | undefined {
    return this.#znodes.get(path === '' ? '/' : path);
  }

  /** Returns the paths of the ephemerals of a session. */
  ephemerals(session: bigint): ReadonlySet<string> {
    return this.#ephemerals.get(session) ?? NONE;
  }

  /** Adds a znode below its parent, which must exist; counters of the parent are the caller's. */
  add(node: Znode): void {
    this.#znodes.set(node.path, node);
    this.get(parentOf(node.path))?.children.add(nameOf(node.path));
    if (node.life === 'ephemeral') this.#own(node.owner, node.path);
  }

  remove(path: string): void {
    const node = this.#znodes.get(path);
    if (node === undefined) return;
    this.#znodes.delete(path);
    this.get(parentOf(path))?.children.delete(nameOf(path));
    if (node.life === 'ephemeral') this.#ephemerals.get(node.owner)?.delete(path);
  }

  /** Returns the number of znodes below a path. */
  countBelow(path: string): number {
    if (path === '/') return this.#znodes.size - 1;
    let count = 0;
    for (const name of this.get(path)?.children ?? NONE) {
      count += 1 + this.countBelow(`${path}/${name}`);
    }
    return count;
  }

  #own(session: bigint, path: string): void {
    const paths = this.#ephemerals.get(session);
    if (paths === undefined) this.#ephemerals.set(session, new Set([path]));
    else paths.add(path);
  }

  /** A znode that every server starts with. They count no creations, so cversion is minus their children. */
  #addRoot(path: string): void {
    const facts = { data: '', acl: openAcl, life: 'persistent', owner: 0n } as const;
    const node = newZnode(path, facts, 0, { ms: 0 });
    if (path === CONFIG) node.unknown = EVERYTHING;
    this.#znodes.set(path, node);
    if (path !== '/') this.get(parentOf(path))?.children.add(nameOf(path));
  }
}
