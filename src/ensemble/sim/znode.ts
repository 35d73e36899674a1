/** A znode, and what ZooKeeper tells of it. Znodes are values: a change replaces them. */
import type { Acl, Stat } from '../../zookeeper/data-records.ts';

/** How long a znode exists: until deleted, as its session, as its children, or a time without children. */
export type Life =
  | { readonly kind: 'persistent' }
  | { readonly kind: 'ephemeral'; readonly session: bigint }
  | { readonly kind: 'container' }
  | { readonly kind: 'ttl'; readonly ttlMs: number };

export interface Znode {
  readonly data: Uint8Array;
  readonly acl: readonly Acl[];
  readonly life: Life;
  readonly czxid: number;
  readonly mzxid: number;
  readonly pzxid: number;
  /** Milliseconds of the leader's wall clock. */
  readonly ctime: number;
  readonly mtime: number;
  readonly version: number;
  readonly aversion: number;
  /** Children ever created: the next sequential name, and half of what is shown as cversion. */
  readonly births: number;
}

/** A znode, and how many children it had then. */
export interface Seen {
  readonly znode: Znode;
  readonly children: number;
}

/** cversion counts children that came and children that went. Containers and znodes with a time to live
 *  have no owner that is shown. Source: DataNode.copyStat. */
export function statOf({ znode, children }: Seen): Stat {
  return {
    czxid: BigInt(znode.czxid),
    mzxid: BigInt(znode.mzxid),
    ctime: znode.ctime,
    mtime: znode.mtime,
    version: znode.version,
    cversion: 2 * znode.births - children,
    aversion: znode.aversion,
    ephemeralOwner: znode.life.kind === 'ephemeral' ? znode.life.session : 0n,
    dataLength: znode.data.length,
    numChildren: children,
    pzxid: BigInt(znode.pzxid),
  };
}
