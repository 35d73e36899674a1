/** What a client of watches was told, in the order in which it was told.
 *  A watched znode is `/zoobreak-watch/<key>`; it has one child, `x`, or none. */

/** The parent of the watched znodes. */
export const WATCHED = '/zoobreak-watch';

/** What a one-shot watch waits for: the data of a znode, its list of children, whether its child is there. */
export const slots = ['data', 'child', 'exist'] as const;
export type Slot = (typeof slots)[number];

/** What a watch that stays tells of: a znode and its list of children, or a znode and all below it. */
export type StayingMode = 'persistent' | 'persistent-recursive';

export type TraceEntry =
  | ReadEntry
  | {
      readonly kind: 'unread';
      /** It was not answered, so the watch may have been left. */
      readonly slot: Slot;
      readonly key: number;
      readonly watch: boolean;
    }
  | {
      /** A watch that stays was set. */
      readonly kind: 'added';
      readonly key: number;
      readonly mode: StayingMode;
    }
  | {
      /** A look at how often the znode and its children have changed. */
      readonly kind: 'counted';
      readonly key: number;
      readonly version: number;
      readonly cversion: number;
      readonly zxid: string;
    }
  | EventEntry
  /** The session has a server, `connected` each time that it found one. */
  | { readonly kind: 'connected'; readonly node: string };

export interface ReadEntry {
  readonly kind: 'read';
  readonly slot: Slot;
  readonly key: number;
  readonly watch: boolean;
  /** The zxid of the last change of what the slot is about; null: the child is not there. */
  readonly state: string | null;
  /** Of the reply. */
  readonly zxid: string;
}

export interface EventEntry {
  readonly kind: 'event';
  /** As ZooKeeper names it. */
  readonly type: string;
  readonly key: number;
  /** Of the child. */
  readonly child: boolean;
  /** Of the change, from servers that say it. */
  readonly zxid?: string;
}

export function pathOf(key: number): string {
  return `${WATCHED}/${key}`;
}

export function childOf(key: number): string {
  return `${WATCHED}/${key}/x`;
}

/** Whose event it is. */
export function watchedAt(path: string): { readonly key: number; readonly child: boolean } {
  const [key, child] = path.slice(WATCHED.length + 1).split('/');
  return { key: Number(key), child: child !== undefined };
}
