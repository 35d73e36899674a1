/** The watches of connections, and whom a change notifies. Every server holds its own; since a watch fires
 * at a zxid, one table serves for all. Sources: DataTree.addWatch, setWatches, removeWatch, WatchManager.java. */
import type { Features } from '../features.ts';
import type { WatchEventName } from '../trace.ts';
import type { Change } from './context.ts';
import { parentOf } from './paths.ts';

/** Bits of the ways to watch a path. */
export const mode = { standard: 1, persistent: 2, recursive: 4 } as const;

export interface Notified<W> {
  readonly watcher: W;
  readonly type: WatchEventName;
  readonly path: string;
  readonly acl: Change['acl'];
}

/** The watches of one kind: on data and existence, or on children. */
class WatchManager<W> {
  readonly #table = new Map<string, Map<W, number>>();
  readonly #replaces: boolean;
  readonly keepsRecursive: boolean;
  #recursive = 0;

  constructor(replaces: boolean, keepsRecursive: boolean) {
    this.#replaces = replaces;
    this.keepsRecursive = keepsRecursive;
  }

  add(path: string, watcher: W, bit: number): void {
    const watchers = this.#table.get(path) ?? new Map<W, number>();
    const before = watchers.get(watcher) ?? 0;
    this.#table.set(path, watchers);
    this.#put(path, watcher, this.#replaces ? bit : before | bit);
  }

  modes(path: string, watcher: W): number {
    return this.#table.get(path)?.get(watcher) ?? 0;
  }

  remove(path: string, watcher: W, bits: number): boolean {
    const before = this.modes(path, watcher);
    if ((before & bits) === 0) return false;
    this.#put(path, watcher, before & ~bits);
    return true;
  }

  /** Returns the watchers of a change of `path`; standard watches are gone afterwards. */
  trigger(path: string, ofChildren: boolean): Set<W> {
    const found = new Set<W>();
    for (const [watcher, modes] of [...(this.#table.get(path) ?? [])]) {
      if (modes === mode.recursive && ofChildren) continue;
      found.add(watcher);
      if (modes & mode.standard) this.#put(path, watcher, modes & ~mode.standard);
    }
    if (this.#recursive > 0 && !ofChildren) this.#addAncestors(path, found);
    return found;
  }

  #addAncestors(path: string, found: Set<W>): void {
    for (let at = path; at !== '/'; ) {
      at = parentOf(at);
      for (const [watcher, modes] of this.#table.get(at) ?? []) {
        if (modes & mode.recursive) found.add(watcher);
      }
    }
  }

  #put(path: string, watcher: W, modes: number): void {
    const watchers = this.#table.get(path);
    if (watchers === undefined) return;
    const before = watchers.get(watcher) ?? 0;
    this.#recursive += ((modes & mode.recursive) - (before & mode.recursive)) / mode.recursive;
    if (modes === 0) watchers.delete(watcher);
    else watchers.set(watcher, modes);
    if (watchers.size === 0) this.#table.delete(path);
  }
}

/** Source: Watcher.WatcherType. */
const watcherType = { children: 1, data: 2, any: 3, persistent: 4, recursive: 5 } as const;
const ALL = mode.standard | mode.persistent | mode.recursive;

export class WatchTable<W extends { readonly watched: Set<string> }> {
  readonly #data: WatchManager<W>;
  readonly #child: WatchManager<W>;
  readonly #sets: boolean;

  constructor({ watchModes }: Pick<Features, 'watchModes'>) {
    this.#sets = watchModes === 'set';
    this.#data = new WatchManager(!this.#sets, true);
    this.#child = new WatchManager(!this.#sets, !this.#sets);
  }

  addData(path: string, watcher: W): void {
    watcher.watched.add(path);
    this.#data.add(path, watcher, mode.standard);
  }

  addChild(path: string, watcher: W): void {
    watcher.watched.add(path);
    this.#child.add(path, watcher, mode.standard);
  }

  addPersistent(path: string, watcher: W, bit: number): void {
    watcher.watched.add(path);
    this.#data.add(path, watcher, bit);
    if (bit !== mode.recursive || this.#child.keepsRecursive) this.#child.add(path, watcher, bit);
  }

  has(path: string, watcher: W, type: number): boolean {
    const [data, child] = this.#bitsOf(type);
    return (
      (this.#data.modes(path, watcher) & data) !== 0 ||
      (this.#child.modes(path, watcher) & child) !== 0
    );
  }

  remove(path: string, watcher: W, type: number): boolean {
    const [data, child] = this.#bitsOf(type);
    const fromChild = this.#child.remove(path, watcher, child);
    return this.#data.remove(path, watcher, data) || fromChild;
  }

  /** Removes all watches of a watcher, whose connection is gone. */
  forget(watcher: W): void {
    for (const path of watcher.watched) this.remove(path, watcher, watcherType.any);
    watcher.watched.clear();
  }

  /** Returns whom a change notifies. A deletion notifies watches of both kinds, each watcher once. */
  trigger({ type, path, acl }: Change): readonly Notified<W>[] {
    const ofChildren = type === 'NodeChildrenChanged';
    const found = (ofChildren ? this.#child : this.#data).trigger(path, ofChildren);
    if (type === 'NodeDeleted') {
      for (const watcher of this.#child.trigger(path, false)) found.add(watcher);
    }
    return found.size === 0 ? [] : [...found].map(watcher => ({ watcher, type, path, acl }));
  }

  /** The bits that a type of watches stands for, among watches of data and of children. Releases before
   * 3.9 keep one mode per path, and remove it whichever it is. */
  #bitsOf(type: number): readonly [number, number] {
    const standard = this.#sets ? mode.standard : ALL;
    switch (type) {
      case watcherType.children:
        return [0, standard];
      case watcherType.data:
        return [standard, 0];
      case watcherType.persistent:
        return [mode.persistent, mode.persistent];
      case watcherType.recursive:
        return [mode.recursive, 0];
      default:
        return [ALL, ALL];
    }
  }
}
