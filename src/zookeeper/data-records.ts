/** ZooKeeper's stored data and stats: zookeeper.jute, module data. Longs are bigint, except times: numbers of
 * milliseconds. */
import { type Codec, int, long, millis, record, ustring, vector } from './codec.ts';

/** What ZooKeeper keeps about a znode. */
export interface Stat {
  /** The zxid that created it. */
  readonly czxid: bigint;
  /** The zxid that set its data last. */
  readonly mzxid: bigint;
  /** Milliseconds since the epoch, by the leader's clock. */
  readonly ctime: number;
  readonly mtime: number;
  /** Changes of its data. */
  readonly version: number;
  /** Changes of its children. */
  readonly cversion: number;
  /** Changes of its ACL. */
  readonly aversion: number;
  /** The session that owns the ephemeral; 0 if it is persistent. */
  readonly ephemeralOwner: bigint;
  /** Bytes of data. */
  readonly dataLength: number;
  readonly numChildren: number;
  /** The zxid that changed its children last. */
  readonly pzxid: bigint;
}

export const stat: Codec<Stat> = record({
  czxid: long,
  mzxid: long,
  ctime: millis,
  mtime: millis,
  version: int,
  cversion: int,
  aversion: int,
  ephemeralOwner: long,
  dataLength: int,
  numChildren: int,
  pzxid: long,
});

export interface Id {
  readonly scheme: string;
  readonly id: string;
}
const id: Codec<Id> = record({ scheme: ustring, id: ustring });

export interface Acl {
  /** A sum of read 1, write 2, create 4, delete 8, admin 16. */
  readonly perms: number;
  readonly id: Id;
}
export const acls: Codec<readonly Acl[]> = vector<Acl>(record({ perms: int, id }));

/** Everybody may do everything. */
export const openAcl: readonly Acl[] = [{ perms: 31, id: { scheme: 'world', id: 'anyone' } }];

export interface ClientInfo {
  readonly authScheme: string;
  readonly user: string;
}
export const clientInfos: Codec<readonly ClientInfo[]> = vector<ClientInfo>(
  record({ authScheme: ustring, user: ustring }),
);
