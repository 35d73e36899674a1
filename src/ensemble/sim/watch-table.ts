/** The watches that clients of one server have left. A one-shot watch is gone once it fired; a persistent
 *  one stays, and a recursive one reports everything below its path, except lists of children.
 *  Sources: DataTree.java, WatchManagerOptimized.java; the event numbers are those of Watcher.Event.EventType. */

import { type Change, eventType, type FiredEvent, type Watcher, type WatchKind } from './change.ts';
import { parentOf } from './paths.ts';
import type { WatchRules } from './rules-of-service.ts';

type Watchers = Map<string, Set<Watcher>>;

export class WatchTable {
  readonly #rules: WatchRules;
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

  constructor(rules: WatchRules) {
    this.#rules = rules;
  }

  add(asked: WatchKind, path: string, watcher: Watcher): void {
    const kind = this.#rules.watchKept(asked);
    if (kind === undefined) return;
    const watchers = this.#kinds[kind].get(path);
    if (watchers === undefined) this.#kinds[kind].set(path, new Set([watcher]));
    else watchers.add(watcher);
  }

  has(kinds: readonly WatchKind[], path: string, watcher: Watcher): boolean {
    return kinds.some(kind => this.#kinds[kind].get(path)?.has(watcher) === true);
  }

  remove(kinds: readonly WatchKind[], path: string, watcher: Watcher): void {
    for (const kind of this.#rules.kindsRemoved(kinds)) {
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
    const oneShot = this.#rules.watchesOf(kind);
    const hearing = [
      ...this.#taken(oneShot, path),
      ...this.#standing('persistent', path),
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
    const above = this.#rules.recursiveHearsLists ? this.#above(path) : [];
    const hearing = [...this.#taken(['child'], path), ...this.#standing('persistent', path)];
    this.#fire([...hearing, ...above], event);
  }

  #fire(hearing: readonly Watcher[], event: FiredEvent): void {
    for (const [place, watcher] of [...new Set(hearing)].entries()) {
      if (!this.#rules.hears(place)) continue;
      const times = this.#rules.timesFired(++this.#count);
      const told = this.#rules.eventTold(event);
      for (let time = 0; time < times && told !== undefined; time++) watcher.fire(told);
    }
  }

  /** One-shot watches, used up by this. */
  #taken(kinds: readonly WatchKind[], path: string): readonly Watcher[] {
    return kinds.flatMap(kind => {
      const watchers = this.#at(kind, path);
      if (this.#rules.usesUp(kind)) this.#kinds[kind].delete(path);
      return watchers;
    });
  }

  /** Recursive watches at the path or above it. */
  #above(path: string): readonly Watcher[] {
    const watchers = [...this.#standing('recursive', path)];
    if (this.#kinds.recursive.size > 0)
      for (let at = path, depth = 1; at !== '/'; depth++) {
        at = parentOf(at);
        if (!this.#rules.reaches(depth, at)) break;
        watchers.push(...this.#standing('recursive', at));
      }
    return watchers;
  }

  /** Watches that stay when they fire. */
  #standing(kind: WatchKind, path: string): readonly Watcher[] {
    const watchers = this.#at(kind, path);
    if (!this.#rules.stays(kind)) this.#kinds[kind].delete(path);
    return watchers;
  }

  #at(kind: WatchKind, path: string): readonly Watcher[] {
    return [...(this.#kinds[kind].get(path) ?? [])];
  }
}
