/** The bodies of requests: zookeeper.jute, module proto. */
import {
  boolean,
  buffer,
  type Codec,
  int,
  long,
  millis,
  record,
  ustring,
  ustringOrNull,
  vector,
} from './codec.ts';
import { type Acl, acls } from './data-records.ts';

export interface PathRequest {
  readonly path: string;
}
/** SyncRequest, SyncResponse, GetACLRequest, GetAllChildrenNumberRequest, GetEphemeralsRequest, CreateResponse. */
export const pathOnly: Codec<PathRequest> = record({ path: ustring });

export interface ReadRequest {
  readonly path: string;
  readonly watch: boolean;
}
/** GetDataRequest, ExistsRequest, GetChildrenRequest, GetChildren2Request. */
export const readRequest: Codec<ReadRequest> = record({ path: ustring, watch: boolean });

export interface VersionedPath {
  readonly path: string;
  readonly version: number;
}
/** DeleteRequest, CheckVersionRequest. */
export const versionedPath: Codec<VersionedPath> = record({ path: ustring, version: int });

export interface CreateRequest {
  readonly path: string;
  readonly data: Uint8Array;
  readonly acl: readonly Acl[];
  readonly flags: number;
}
export const createRequest: Codec<CreateRequest> = record({
  path: ustring,
  data: buffer,
  acl: acls,
  flags: int,
});

export interface CreateTtlRequest extends CreateRequest {
  readonly ttl: number;
}
export const createTtlRequest: Codec<CreateTtlRequest> = record({
  path: ustring,
  data: buffer,
  acl: acls,
  flags: int,
  ttl: millis,
});

export interface SetDataRequest {
  readonly path: string;
  readonly data: Uint8Array;
  readonly version: number;
}
export const setDataRequest: Codec<SetDataRequest> = record({
  path: ustring,
  data: buffer,
  version: int,
});

export interface SetAclRequest {
  readonly path: string;
  readonly acl: readonly Acl[];
  readonly version: number;
}
export const setAclRequest: Codec<SetAclRequest> = record({
  path: ustring,
  acl: acls,
  version: int,
});

export interface ReconfigRequest {
  /** Null where there is nothing to say: empty is an error. */
  readonly joiningServers: string | null;
  readonly leavingServers: string | null;
  readonly newMembers: string | null;
  readonly curConfigId: bigint;
}
export const reconfigRequest: Codec<ReconfigRequest> = record({
  joiningServers: ustringOrNull,
  leavingServers: ustringOrNull,
  newMembers: ustringOrNull,
  curConfigId: long,
});

export interface AuthPacket {
  readonly type: number;
  readonly scheme: string;
  readonly auth: Uint8Array;
}
export const authPacket: Codec<AuthPacket> = record({ type: int, scheme: ustring, auth: buffer });

export interface AddWatchRequest {
  readonly path: string;
  readonly mode: number;
}
export const addWatchRequest: Codec<AddWatchRequest> = record({ path: ustring, mode: int });

export interface WatchesRequest {
  readonly path: string;
  readonly type: number;
}
/** CheckWatchesRequest, RemoveWatchesRequest. */
export const watchesRequest: Codec<WatchesRequest> = record({ path: ustring, type: int });

const paths: Codec<readonly string[]> = vector(ustring);

export interface SetWatches {
  readonly relativeZxid: bigint;
  readonly dataWatches: readonly string[];
  readonly existWatches: readonly string[];
  readonly childWatches: readonly string[];
}
export const setWatches: Codec<SetWatches> = record({
  relativeZxid: long,
  dataWatches: paths,
  existWatches: paths,
  childWatches: paths,
});

export interface SetWatches2 extends SetWatches {
  readonly persistentWatches: readonly string[];
  readonly persistentRecursiveWatches: readonly string[];
}
export const setWatches2: Codec<SetWatches2> = record({
  relativeZxid: long,
  dataWatches: paths,
  existWatches: paths,
  childWatches: paths,
  persistentWatches: paths,
  persistentRecursiveWatches: paths,
});
