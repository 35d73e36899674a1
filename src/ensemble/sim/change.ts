/** Changes of znodes, and the events that tell of them. The event numbers are those of Watcher.Event.EventType. */
import type { Acl } from '../../zookeeper/data-records.ts';

/** What watches hear of. */
export interface Change {
  readonly kind: 'created' | 'deleted' | 'data';
  readonly path: string;
  /** The lists of the znode and of its parent: only a client that may read one is notified. */
  readonly acl: readonly Acl[];
  readonly parentAcl: readonly Acl[];
}

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
