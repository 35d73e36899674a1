/** The events that a client of watches received, in order. A watched znode is `/zoobreak-watch/<key>`; it has
 * one child, `x`, or none. */

/** The parent of the watched znodes. */
export const WATCHED = '/zoobreak-watch';

/** What a one-shot watch waits for: the data of a znode, its list of children, whether its child is there. */
export const slots = ['data', 'child', 'exist'] as const;
export type Slot = (typeof slots)[number];

/** The kind of a persistent watch: on a znode and its list of children, or on a znode and everything below
 * it. */
export type StayingMode = 'persistent' | 'persistent-recursive';

export type TraceEntry =
  | ReadEntry
  | {
      readonly kind: 'unread';
      /** The read was not answered, so the watch may have been left. */
      readonly slot: Slot;
      readonly key: number;
      readonly watch: boolean;
    }
  | {
      /** A persistent watch was set. */
      readonly kind: 'added';
      readonly key: number;
      readonly mode: StayingMode;
    }
  | {
      /** A read of how often the znode and its children have changed. */
      readonly kind: 'counted';
      readonly key: number;
      readonly version: number;
      readonly cversion: number;
      readonly zxid: string;
    }
  | EventEntry
  /** The session has connected to a server. */
  | { readonly kind: 'connected'; readonly node: string };

export interface ReadEntry {
  readonly kind: 'read';
  readonly slot: Slot;
  readonly key: number;
  readonly watch: boolean;
  /** The zxid of the last change that the slot covers; null if the child does not exist. */
  readonly state: string | null;
  /** The reply's zxid. */
  readonly zxid: string;
}

export interface EventEntry {
  readonly kind: 'event';
  /** The event's type, as ZooKeeper names it. */
  readonly type: string;
  readonly key: number;
  /** Whether it is an event of the child. */
  readonly child: boolean;
  /** The zxid of the change, from servers that send it. */
  readonly zxid?: string;
}

export function pathOf(key: number): string {
  return `${WATCHED}/${key}`;
}

export function childOf(key: number): string {
  return `${WATCHED}/${key}/x`;
}

/** Returns the key and the kind of the znode at a path. */
export function watchedAt(path: string): { readonly key: number; readonly child: boolean } {
  const [key, child] = path.slice(WATCHED.length + 1).split('/');
  return { key: Number(key), child: child !== undefined };
}
