/** The watches a session has at its server, kept so that they can be set again at another one. */
import type { JuteWriter } from './jute-writer.ts';
import { opcodes } from './opcodes.ts';
import { setWatches, setWatches2 } from './request-records.ts';

/** `exist` waits for a znode that is not there yet; `data` for a change of one that is. */
export type WatchKind = 'data' | 'exist' | 'child' | 'persistent' | 'persistentRecursive';

/** What happened to a znode: ZooKeeper's names. Source: Watcher.Event.EventType. */
export type WatchEventType = (typeof watchEventTypes)[number];
export const watchEventTypes = [
  'NodeCreated',
  'NodeDeleted',
  'NodeDataChanged',
  'NodeChildrenChanged',
  'DataWatchRemoved',
  'ChildWatchRemoved',
  'PersistentWatchRemoved',
] as const;

/** Which watches an event uses up. */
const usedUp: Readonly<Record<WatchEventType, readonly WatchKind[]>> = {
  NodeCreated: ['data', 'exist'],
  NodeDeleted: ['data', 'exist', 'child'],
  NodeDataChanged: ['data', 'exist'],
  NodeChildrenChanged: ['child'],
  DataWatchRemoved: ['data', 'exist'],
  ChildWatchRemoved: ['child'],
  PersistentWatchRemoved: ['persistent', 'persistentRecursive'],
};

/** Characters of paths in one request: well below a server's limit of 1 MiB a frame. */
const BATCH_LENGTH = 128 * 1024;

/** A request that sets watches again. */
export interface WatchesToSet {
  readonly opcode: number;
  write(to: JuteWriter): void;
}

export class WatchBook {
  readonly #paths: Readonly<Record<WatchKind, Set<string>>> = {
    data: new Set(),
    exist: new Set(),
    child: new Set(),
    persistent: new Set(),
    persistentRecursive: new Set(),
  };

  add(kind: WatchKind, path: string): void {
    this.#paths[kind].add(path);
  }

  remove(kinds: readonly WatchKind[], path: string): void {
    for (const kind of kinds) this.#paths[kind].delete(path);
  }

  /** An event arrived: one-shot watches are used up, persistent ones stay. */
  fired(type: WatchEventType, path: string): void {
    this.remove(usedUp[type], path);
  }

  /** What to ask of a new server, so that a change after `lastZxid` fires at once. */
  requests(lastZxid: bigint): readonly WatchesToSet[] {
    return this.#batches().map(batch => toSet(batch, lastZxid));
  }

  #batches(): Watch[][] {
    const batches: Watch[][] = [];
    let room = 0;
    for (const watch of this.#all()) {
      if (room <= 0) {
        batches.push([]);
        room = BATCH_LENGTH;
      }
      batches.at(-1)?.push(watch);
      room -= watch.path.length;
    }
    return batches;
  }

  *#all(): Iterable<Watch> {
    for (const [kind, paths] of Object.entries(this.#paths) as [WatchKind, Set<string>][]) {
      for (const path of paths) yield { kind, path };
    }
  }
}

interface Watch {
  readonly kind: WatchKind;
  readonly path: string;
}

/** Servers before 3.6 know only the older request, which has no persistent watches. */
function toSet(batch: readonly Watch[], relativeZxid: bigint): WatchesToSet {
  const of = (kind: WatchKind): string[] =>
    batch.filter(watch => watch.kind === kind).map(watch => watch.path);
  const body = {
    relativeZxid,
    dataWatches: of('data'),
    existWatches: of('exist'),
    childWatches: of('child'),
    persistentWatches: of('persistent'),
    persistentRecursiveWatches: of('persistentRecursive'),
  };
  if (body.persistentWatches.length + body.persistentRecursiveWatches.length > 0) {
    return { opcode: opcodes.setWatches2, write: to => setWatches2.write(to, body) };
  }
  return { opcode: opcodes.setWatches, write: to => setWatches.write(to, body) };
}
