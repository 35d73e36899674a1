/** A znode, and what ZooKeeper tells of it. Znodes are values: a change replaces them. */
import type { Acl, Stat } from '../../zookeeper/data-records.ts';

/** How long a znode lives: until it is deleted, as its session, as its children, or a time without children. */
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

/** Sources: EphemeralType.java, how the owner of containers and TTL znodes is shown. */
const CONTAINER_OWNER = -(1n << 63n);
const TTL_MARK = 0xff00n << 48n;

/** cversion counts children that came and children that went. */
export function statOf(znode: Znode, children: number): Stat {
  return {
    czxid: BigInt(znode.czxid),
    mzxid: BigInt(znode.mzxid),
    ctime: znode.ctime,
    mtime: znode.mtime,
    version: znode.version,
    cversion: 2 * znode.births - children,
    aversion: znode.aversion,
    ephemeralOwner: ownerOf(znode.life),
    dataLength: znode.data.length,
    numChildren: children,
    pzxid: BigInt(znode.pzxid),
  };
}

function ownerOf(life: Life): bigint {
  switch (life.kind) {
    case 'persistent':
      return 0n;
    case 'ephemeral':
      return life.session;
    case 'container':
      return CONTAINER_OWNER;
    case 'ttl':
      return BigInt.asIntN(64, TTL_MARK | BigInt(life.ttlMs));
  }
}
