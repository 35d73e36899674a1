/** The trace of a run: every request, reply and event of every client session, in the order in which the
 * controller saw them. One record per thing; a request that was never answered has no `reply` record.
 *
 * zxids are numbers: exact while the epoch is below 2^21 (epoch * 2^32 + counter). Session ids are bigints,
 * since they use all 64 bits. Times of records are nanoseconds since the start of the run.
 * Sources of the shapes: zookeeper.jute and ClientCnxn.java. */

export type TraceRecord =
  | OpenedRecord
  | ConnectedRecord
  | DisconnectedRecord
  | UnresumedRecord
  | UnservedRecord
  | EndedRecord
  | SentRecord
  | ReplyRecord
  | EventRecord;

interface RecordFacts {
  /** Nanoseconds since the start of the run. */
  readonly time: number;
  /** The session object of the client library that the record belongs to: a small integer. */
  readonly client: number;
  /** Index of the history event that the record belongs to. */
  readonly operation?: number | undefined;
}

/** A client session object was created. It has no connection yet. */
export interface OpenedRecord extends RecordFacts {
  readonly kind: 'opened';
  readonly process?: number | string;
  /** Requested session timeout, in milliseconds. */
  readonly timeoutMs: number;
}

/** A server accepted the connection and the session. */
export interface ConnectedRecord extends RecordFacts {
  readonly kind: 'connected';
  /** When the client requested it, in nanoseconds. Default: when it was reported. */
  readonly askedAt?: number;
  readonly node: string;
  readonly session: bigint;
  /** Negotiated session timeout, in milliseconds. */
  readonly timeoutMs: number;
  /** The largest zxid that the client had seen, as it wrote in the connect request. */
  readonly lastZxidSeen: number;
  /** True if the client requested an existing session; false if a new one. */
  readonly resumed: boolean;
  /** A digest of the session's password: equal passwords have equal digests. */
  readonly password?: string;
  /** A digest of the password that the client offered; absent if it requested a new session. */
  readonly offered?: string;
  /** The client's address as the server sees it, if known: what `ip` ACLs match. */
  readonly address?: string;
}

/** The connection ended; the session may continue on another one. */
export interface DisconnectedRecord extends RecordFacts {
  readonly kind: 'disconnected';
}

/** A server hung up on a client that had requested an existing session, without an answer. */
export interface UnresumedRecord extends RecordFacts {
  readonly kind: 'unresumed';
  readonly node: string;
  readonly session: bigint;
  readonly offered: string;
}

/** A client gave up a connection on which a server had said nothing. */
export interface UnservedRecord extends RecordFacts {
  readonly kind: 'unserved';
  readonly node: string;
  /** When the client requested a session, in nanoseconds. */
  readonly askedAt: number;
}

/** `expired`: a server refused to resume the session. `closed`: the client is finished with the session. */
export interface EndedRecord extends RecordFacts {
  readonly kind: 'expired' | 'closed';
  /** For `expired`: the server that refused it. */
  readonly node?: string;
  /** For `expired`: the session that the client requested, and a digest of the password that it offered. */
  readonly session?: bigint;
  readonly offered?: string;
}

/** A request left the client. */
export interface SentRecord extends RecordFacts {
  readonly kind: 'sent';
  /** -2 ping, -4 auth, -8 setWatches; otherwise a number that counts the requests of the session. */
  readonly xid: number;
  readonly request: TraceRequest;
}

/** A reply reached the client. */
export interface ReplyRecord extends RecordFacts {
  readonly kind: 'reply';
  readonly xid: number;
  /** The zxid of the reply header: the last transaction that the server had processed. 0 or less: none. */
  readonly zxid: number;
  /** KeeperException.Code; 0 is OK. A refused multi has 0 here and the errors in its parts. */
  readonly err: number;
  /** The fields of the reply's body; absent if it has none. */
  readonly result?: TraceResult;
}

/** A watch event reached the client. */
export interface EventRecord extends RecordFacts {
  readonly kind: 'event';
  readonly type: WatchEventName;
  readonly path: string;
  /** The zxid of the notification header; -1 from servers before 3.9 and for events of setWatches. */
  readonly zxid: number;
}

export type WatchEventName =
  | 'NodeCreated'
  | 'NodeDeleted'
  | 'NodeDataChanged'
  | 'NodeChildrenChanged';

/** Bytes of a znode: base64, or `#<length>:<digest>` for bytes too long to keep. Null: no buffer was sent. */
export type TraceData = string | null;

export interface TraceId {
  readonly scheme: string;
  readonly id: string;
}

export interface TraceAcl {
  /** A sum of read 1, write 2, create 4, delete 8, admin 16. */
  readonly perms: number;
  readonly id: TraceId;
}

/** What ZooKeeper reports about a znode. Times are milliseconds of the leader's wall clock. */
export interface TraceStat {
  readonly czxid: number;
  readonly mzxid: number;
  readonly ctime: number;
  readonly mtime: number;
  readonly version: number;
  readonly cversion: number;
  readonly aversion: number;
  readonly ephemeralOwner: bigint;
  readonly dataLength: number;
  readonly numChildren: number;
  readonly pzxid: number;
}

export interface CreateRequest {
  readonly f: 'create' | 'create2' | 'createContainer' | 'createTTL';
  readonly path: string;
  readonly data: TraceData;
  readonly acl: readonly TraceAcl[];
  /** CreateMode.toFlag: 0 persistent, 1 ephemeral, 2 and 3 the same sequential, 4 container, 5 and 6 TTL. */
  readonly flags: number;
  /** Milliseconds; createTTL only. */
  readonly ttl?: number;
}

export interface VersionRequest {
  readonly f: 'delete' | 'check';
  readonly path: string;
  readonly version: number;
}

export interface SetDataRequest {
  readonly f: 'setData';
  readonly path: string;
  readonly data: TraceData;
  readonly version: number;
}

export interface SetAclRequest {
  readonly f: 'setACL';
  readonly path: string;
  readonly acl: readonly TraceAcl[];
  readonly version: number;
}

export interface ReadRequest {
  readonly f: 'exists' | 'getData' | 'getChildren' | 'getChildren2';
  readonly path: string;
  readonly watch: boolean;
}

export interface PathRequest {
  readonly f: 'getACL' | 'getAllChildrenNumber' | 'getEphemerals' | 'sync';
  readonly path: string;
}

export type MultiPart = CreateRequest | VersionRequest | SetDataRequest;
export interface MultiRequest {
  readonly f: 'multi';
  readonly parts: readonly MultiPart[];
}

export type MultiReadPart = ReadRequest & { readonly f: 'getData' | 'getChildren' };
export interface MultiReadRequest {
  readonly f: 'multiRead';
  readonly parts: readonly MultiReadPart[];
}

export interface AuthRequest {
  readonly f: 'auth';
  readonly scheme: string;
  /** The credential as text: `user:password` for `digest`. */
  readonly auth: string;
}

export interface AddWatchRequest {
  readonly f: 'addWatch';
  readonly path: string;
  /** 0 persistent, 1 persistent recursive. */
  readonly mode: number;
}

export interface WatchesRequest {
  readonly f: 'checkWatches' | 'removeWatches';
  readonly path: string;
  /** Watcher.WatcherType: 1 children, 2 data, 3 any, 4 persistent, 5 persistent recursive. */
  readonly type: number;
}

export interface SetWatchesRequest {
  readonly f: 'setWatches' | 'setWatches2';
  readonly relativeZxid: number;
  readonly data: readonly string[];
  readonly exist: readonly string[];
  readonly child: readonly string[];
  readonly persistent?: readonly string[];
  readonly recursive?: readonly string[];
}

export interface WhoAmIRequest {
  readonly f: 'whoAmI';
}

export interface PlainRequest {
  readonly f: 'ping' | 'closeSession' | 'reconfig';
}

export type TraceRequest =
  | CreateRequest
  | VersionRequest
  | SetDataRequest
  | SetAclRequest
  | ReadRequest
  | PathRequest
  | MultiRequest
  | MultiReadRequest
  | AuthRequest
  | AddWatchRequest
  | WatchesRequest
  | SetWatchesRequest
  | WhoAmIRequest
  | PlainRequest;

export type RequestName = TraceRequest['f'];

/** The fields of a reply's body. Which ones are present depends on the request. */
export interface TraceResult {
  /** create: the created path; sync: the path of the request. */
  readonly path?: string;
  readonly stat?: TraceStat;
  readonly data?: TraceData;
  /** getChildren and getChildren2: names. getEphemerals: paths. */
  readonly children?: readonly string[];
  readonly acl?: readonly TraceAcl[];
  /** getAllChildrenNumber. */
  readonly count?: number;
  /** whoAmI: scheme and user name. */
  readonly ids?: readonly TraceId[];
  /** multi and multiRead. */
  readonly parts?: readonly TracePart[];
}

/** One part of a multi's reply. `err` is 0 with no other field for the undone parts of a refused multi. */
export interface TracePart extends TraceResult {
  readonly err: number;
}

/** Returns the number of bytes of `data`. */
export function dataLength(data: TraceData): number {
  if (data === null) return 0;
  if (data.startsWith('#')) return Number.parseInt(data.slice(1), 10);
  const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
  return (data.length / 4) * 3 - padding;
}
