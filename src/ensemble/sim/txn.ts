/** Transactions: what the leader made of a request. They say what to store, not what to compute from
 *  what is there, so that every server that applies the same ones in the same order holds the same. */
import type { Acl } from '../../zookeeper/data-records.ts';
import type { Write } from './write.ts';
import type { Life } from './znode.ts';

export type Txn =
  | {
      readonly kind: 'create';
      readonly path: string;
      readonly data: Uint8Array;
      readonly acl: readonly Acl[];
      readonly life: Life;
      /** Children the parent has had, with this one. */
      readonly births: number;
    }
  | { readonly kind: 'delete'; readonly path: string }
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
  | { readonly kind: 'check'; readonly path: string }
  | { readonly kind: 'multi'; readonly txns: readonly Txn[] }
  | { readonly kind: 'createSession'; readonly session: bigint; readonly timeoutMs: number }
  | { readonly kind: 'closeSession'; readonly session: bigint; readonly paths: readonly string[] }
  | { readonly kind: 'error'; readonly code: number; readonly parts?: readonly number[] };

/** A transaction with its place in the order of all, and the request it answers. */
export interface Proposal {
  readonly zxid: number;
  /** Milliseconds of the leader's wall clock. */
  readonly timeMs: number;
  readonly write: Write;
  readonly txn: Txn;
}
