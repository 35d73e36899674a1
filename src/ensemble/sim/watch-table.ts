/** The watches that clients of one server have left. A one-shot watch is gone once it fired; a persistent
 *  one stays, and a recursive one hears of everything below its path, but for lists of children.
 *  Sources: DataTree.java, WatchManagerOptimized.java; the event numbers are those of Watcher.Event.EventType. */

import type { Acl } from '../../zookeeper/data-records.ts';
import type { Change } from './apply.ts';
import { parentOf } from './paths.ts';

export const eventType = { created: 1, deleted: 2, data: 3, children: 4 } as const;

export type WatchKind = 'data' | 'child' | 'persistent' | 'recursive';

export interface Watcher {
  fire(event: FiredEvent): void;
}

export interface FiredEvent {
  readonly type: number;
  readonly path: string;
  readonly zxid: number;
  /** Sent only to a client that may read a znode with this list. Absent: sent to any. Since 3.8.4 and 3.9.2. */
  readonly acl?: readonly Acl[];
}

type Watchers = Map<string, Set<Watcher>>;

export class WatchTable {
  readonly #timesFired: (count: number) => number;
  #count = 0;
  readonly #kinds: Readonly<Record<WatchKind, Watchers>> = {
    data: new Map(),
    child: new Map(),
    persistent: new Map(),
    recursive: new Map(),
  };

  /** Paths that are watched, each once for every kind. */
  get size(): number {
    const { data, child, persistent, recursive } = this.#kinds;
    return data.size + child.size + persistent.size + recursive.size;
  }

  constructor(timesFired: (count: number) => number) {
    this.#timesFired = timesFired;
  }

  add(kind: WatchKind, path: string, watcher: Watcher): void {
    const watchers = this.#kinds[kind].get(path);
    if (watchers === undefined) this.#kinds[kind].set(path, new Set([watcher]));
    else watchers.add(watcher);
  }

  has(kinds: readonly WatchKind[], path: string, watcher: Watcher): boolean {
    return kinds.some(kind => this.#kinds[kind].get(path)?.has(watcher) === true);
  }

  remove(kinds: readonly WatchKind[], path: string, watcher: Watcher): void {
    for (const kind of kinds) {
      const watchers = this.#kinds[kind].get(path);
      watchers?.delete(watcher);
      if (watchers?.size === 0) this.#kinds[kind].delete(path);
    }
  }

  /** The client is gone, and its watches with it. */
  forget(watcher: Watcher): void {
    for (const watchers of Object.values(this.#kinds))
      for (const path of [...watchers.keys()])
        if (watchers.get(path)?.delete(watcher) && watchers.get(path)?.size === 0)
          watchers.delete(path);
  }

  changed({ kind, path, acl, parentAcl }: Change, zxid: number): void {
    if (this.size === 0) return;
    const oneShot: readonly WatchKind[] = kind === 'deleted' ? ['data', 'child'] : ['data'];
    const hearing = [
      ...this.#taken(oneShot, path),
      ...this.#at('persistent', path),
      ...this.#above(path),
    ];
    this.#fire(hearing, { type: eventType[kind], path, zxid, acl });
    if (kind !== 'data' && path !== '/')
      this.#childrenChanged({
        type: eventType.children,
        path: parentOf(path),
        zxid,
        acl: parentAcl,
      });
  }

  #childrenChanged(event: FiredEvent): void {
    const { path } = event;
    this.#fire([...this.#taken(['child'], path), ...this.#at('persistent', path)], event);
  }

  #fire(hearing: readonly Watcher[], event: FiredEvent): void {
    for (const watcher of new Set(hearing)) {
      const times = this.#timesFired(++this.#count);
      for (let time = 0; time < times; time++) watcher.fire(event);
    }
  }

  /** One-shot watches, used up by this. */
  #taken(kinds: readonly WatchKind[], path: string): readonly Watcher[] {
    return kinds.flatMap(kind => {
      const watchers = this.#at(kind, path);
      this.#kinds[kind].delete(path);
      return watchers;
    });
  }

  /** Recursive watches at the path or above it. */
  #above(path: string): readonly Watcher[] {
    const watchers = [...this.#at('recursive', path)];
    if (this.#kinds.recursive.size > 0)
      for (let at = path; at !== '/'; ) {
        at = parentOf(at);
        watchers.push(...this.#at('recursive', at));
      }
    return watchers;
  }

  #at(kind: WatchKind, path: string): readonly Watcher[] {
    return [...(this.#kinds[kind].get(path) ?? [])];
  }
}
