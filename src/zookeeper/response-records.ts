/** The bodies of replies: zookeeper.jute, module proto. */
import { buffer, type Codec, int, record, ustring, vector } from './codec.ts';
import { type Acl, acls, type ClientInfo, clientInfos, type Stat, stat } from './data-records.ts';

const paths: Codec<readonly string[]> = vector(ustring);

export interface StatResponse {
  readonly stat: Stat;
}
/** ExistsResponse, SetDataResponse, SetACLResponse. */
export const statResponse: Codec<StatResponse> = record({ stat });

export interface Create2Response {
  readonly path: string;
  readonly stat: Stat;
}
export const create2Response: Codec<Create2Response> = record({ path: ustring, stat });

export interface GetDataResponse {
  readonly data: Uint8Array;
  readonly stat: Stat;
}
export const getDataResponse: Codec<GetDataResponse> = record({ data: buffer, stat });

export interface GetChildrenResponse {
  readonly children: readonly string[];
}
export const getChildrenResponse: Codec<GetChildrenResponse> = record({ children: paths });

export interface GetChildren2Response {
  readonly children: readonly string[];
  readonly stat: Stat;
}
export const getChildren2Response: Codec<GetChildren2Response> = record({ children: paths, stat });

export interface GetAclResponse {
  readonly acl: readonly Acl[];
  readonly stat: Stat;
}
export const getAclResponse: Codec<GetAclResponse> = record({ acl: acls, stat });

/** ErrorResponse, also the body of AddWatch's reply. */
export interface ErrorResponse {
  readonly err: number;
}
export const errorResponse: Codec<ErrorResponse> = record({ err: int });

export interface GetEphemeralsResponse {
  readonly ephemerals: readonly string[];
}
export const getEphemeralsResponse: Codec<GetEphemeralsResponse> = record({ ephemerals: paths });

export interface GetAllChildrenNumberResponse {
  readonly totalNumber: number;
}
export const getAllChildrenNumberResponse: Codec<GetAllChildrenNumberResponse> = record({
  totalNumber: int,
});

export interface WhoAmIResponse {
  readonly clientInfo: readonly ClientInfo[];
}
export const whoAmIResponse: Codec<WhoAmIResponse> = record({ clientInfo: clientInfos });
