/** The data tree: znodes by path, with the children of each and the ephemerals of each session found at once. */
import { nameOf, parentOf } from './paths.ts';
import type { Seen, Znode } from './znode.ts';

const NONE: ReadonlySet<string> = new Set();

export class Tree {
  readonly #znodes: Map<string, Znode>;
  readonly #children: Map<string, Set<string>> = new Map();
  readonly #ephemerals: Map<bigint, Set<string>> = new Map();

  constructor(znodes: Iterable<readonly [string, Znode]> = roots()) {
    this.#znodes = new Map();
    for (const [path, znode] of znodes) this.put(path, znode);
  }

  get size(): number {
    return this.#znodes.size;
  }

  get(path: string): Znode | undefined {
    return this.#znodes.get(path);
  }

  /** What there is to tell of a znode now. */
  seen(path: string, znode: Znode): Seen {
    return { znode, children: this.children(path).size };
  }

  /** Names of the children, in the order of their creation. */
  children(path: string): ReadonlySet<string> {
    return this.#children.get(path) ?? NONE;
  }

  /** Paths of the ephemerals of a session. */
  ephemerals(session: bigint): ReadonlySet<string> {
    return this.#ephemerals.get(session) ?? NONE;
  }

  /** All paths, parents before their children. */
  paths(): IterableIterator<string> {
    return this.#znodes.keys();
  }

  put(path: string, znode: Znode): void {
    const before = this.#znodes.get(path);
    if (before === undefined) this.#index(path, znode);
    this.#znodes.set(path, znode);
  }

  remove(path: string): void {
    const znode = this.#znodes.get(path);
    if (znode === undefined) return;
    this.#znodes.delete(path);
    discard(this.#children, parentOf(path), nameOf(path));
    if (znode.life.kind === 'ephemeral') discard(this.#ephemerals, znode.life.session, path);
  }

  /** A tree of its own with the same znodes. */
  copy(): Tree {
    return new Tree(this.#znodes);
  }

  #index(path: string, znode: Znode): void {
    if (path !== '/') collect(this.#children, parentOf(path), nameOf(path));
    if (znode.life.kind === 'ephemeral') collect(this.#ephemerals, znode.life.session, path);
  }
}

function collect<K>(sets: Map<K, Set<string>>, key: K, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

function discard<K>(sets: Map<K, Set<string>>, key: K, value: string): void {
  const set = sets.get(key);
  set?.delete(value);
  if (set?.size === 0) sets.delete(key);
}

/** What an empty ensemble holds. */
function roots(): readonly (readonly [string, Znode])[] {
  return ['/', '/zookeeper', '/zookeeper/config', '/zookeeper/quota'].map(path => [path, ROOT]);
}

const ROOT: Znode = {
  data: new Uint8Array(0),
  acl: [{ perms: 31, id: { scheme: 'world', id: 'anyone' } }],
  life: { kind: 'persistent' },
  czxid: 0,
  mzxid: 0,
  pzxid: 0,
  ctime: 0,
  mtime: 0,
  version: 0,
  aversion: 0,
  births: 0,
};
