/** Requests that change something, as servers pass them to the leader. */
import type { Acl, Id } from '../../zookeeper/data-records.ts';

/** The lifetime that a client may request for a znode that it creates. */
export type Mode =
  | { readonly kind: 'persistent' | 'ephemeral' | 'container' }
  | { readonly kind: 'ttl'; readonly ttlMs: number };

export type WriteOp =
  | {
      readonly kind: 'create';
      readonly path: string;
      readonly data: Uint8Array;
      readonly acl: readonly Acl[];
      readonly mode: Mode;
      readonly sequential: boolean;
    }
  | { readonly kind: 'delete'; readonly path: string; readonly version: number }
  | {
      readonly kind: 'setData';
      readonly path: string;
      readonly data: Uint8Array;
      readonly version: number;
    }
  | {
      readonly kind: 'setAcl';
      readonly path: string;
      readonly acl: readonly Acl[];
      readonly version: number;
    }
  /** Only within a multi. */
  | { readonly kind: 'check'; readonly path: string; readonly version: number }
  | { readonly kind: 'multi'; readonly ops: readonly WriteOp[] }
  | { readonly kind: 'createSession'; readonly timeoutMs: number }
  | { readonly kind: 'closeSession' }
  /** The leader's own: a container or TTL znode whose time has come. */
  | { readonly kind: 'deleteContainer'; readonly path: string }
  /** Known to be wrong before anything is looked up. */
  | { readonly kind: 'refused'; readonly code: number };

export interface Write {
  /** 0 where no session asks. */
  readonly session: bigint;
  /** The server the session is at, or the leader itself. */
  readonly owner: string;
  readonly op: WriteOp;
  /** Who asks, beside anyone. */
  readonly ids: readonly Id[];
}
