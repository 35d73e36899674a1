/** What can be asked of a session. Each call resolves once, with the server's answer or the want of one; it rejects
 * or throws only for arguments that cannot be written. A version of -1, the default, is any version. */
import { type CreateOptions, createPart } from './create.ts';
import type { Acl, ClientInfo, Stat } from './data-records.ts';
import type { MultiOp, MultiReadOp, MultiResult } from './multi.ts';
import * as multis from './multi-requests.ts';
import { opcodes } from './opcodes.ts';
import type { Reply } from './outcome.ts';
import type { Request } from './request.ts';
import type { ReconfigRequest } from './request-records.ts';
import * as requests from './requests.ts';
import * as sessions from './session-requests.ts';
import type { AddWatchMode, WatcherType } from './watch-requests.ts';
import * as watches from './watch-requests.ts';

interface ReadOptions {
  /** Leave a watch that fires once. Default: no. */
  readonly watch?: boolean;
}

/** Lists, separated by commas: of servers as in the configuration to join, of their ids to leave. */
export interface Reconfiguration {
  readonly joining?: string;
  readonly leaving?: string;
  /** Instead of the other two: all members. */
  readonly members?: string;
  /** Only if the configuration is this one still. Default: any. */
  readonly fromConfig?: bigint;
}

export interface Operations {
  create(
    path: string,
    data: Uint8Array,
    options?: CreateOptions,
    signal?: AbortSignal,
  ): Promise<Reply<requests.Created>>;
  delete(path: string, version?: number, signal?: AbortSignal): Promise<Reply<void>>;
  /** Asks whether a znode has a version, outside a multi: servers since 3.8.5 and 3.9.3 refuse it. */
  check(path: string, version: number, signal?: AbortSignal): Promise<Reply<void>>;
  /** A znode that is not there is an answer, too: undefined. */
  exists(
    path: string,
    options?: ReadOptions,
    signal?: AbortSignal,
  ): Promise<Reply<Stat | undefined>>;
  getData(path: string, options?: ReadOptions, signal?: AbortSignal): Promise<Reply<requests.Data>>;
  setData(
    path: string,
    data: Uint8Array,
    version?: number,
    signal?: AbortSignal,
  ): Promise<Reply<Stat>>;
  getChildren(
    path: string,
    options?: ReadOptions,
    signal?: AbortSignal,
  ): Promise<Reply<readonly string[]>>;
  /** The same, with the parent's stat. */
  getChildren2(
    path: string,
    options?: ReadOptions,
    signal?: AbortSignal,
  ): Promise<Reply<requests.Children>>;
  /** Brings the server as far as the leader was when it got to know of this. Not committed through the quorum. */
  sync(path: string, signal?: AbortSignal): Promise<Reply<string>>;
  getACL(path: string, signal?: AbortSignal): Promise<Reply<requests.AclAndStat>>;
  setACL(
    path: string,
    acl: readonly Acl[],
    version?: number,
    signal?: AbortSignal,
  ): Promise<Reply<Stat>>;
  /** All or nothing. Where the server refused, the reply's `parts` say which part was at fault. */
  multi(ops: readonly MultiOp[], signal?: AbortSignal): Promise<Reply<readonly MultiResult[]>>;
  /** Several reads in one (since 3.6); each has its own result. */
  multiRead(
    ops: readonly MultiReadOp[],
    signal?: AbortSignal,
  ): Promise<Reply<readonly MultiResult[]>>;
  /** A watch that stays (since 3.6). */
  addWatch(path: string, mode: AddWatchMode, signal?: AbortSignal): Promise<Reply<void>>;
  /** NOWATCHER where the server has none of that type (since 3.5). */
  checkWatches(path: string, type: WatcherType, signal?: AbortSignal): Promise<Reply<void>>;
  removeWatches(path: string, type: WatcherType, signal?: AbortSignal): Promise<Reply<void>>;
  /** The session's ephemeral znodes below a path (since 3.6). */
  getEphemerals(path: string, signal?: AbortSignal): Promise<Reply<readonly string[]>>;
  /** All descendants (since 3.6). */
  getAllChildrenNumber(path: string, signal?: AbortSignal): Promise<Reply<number>>;
  /** Since 3.7. */
  whoAmI(signal?: AbortSignal): Promise<Reply<readonly ClientInfo[]>>;
  /** The new configuration (since 3.5). */
  reconfig(change: Reconfiguration, signal?: AbortSignal): Promise<Reply<requests.Data>>;
}

/** Sends a request, and resolves with what became of it. */
type Submit = <T>(request: Request<T>, signal?: AbortSignal) => Promise<Reply<T>>;

/** None of these is async: a reply then reaches its caller in the order of arrival among replies and events. */
export function operations(submit: Submit): Operations {
  const watch = (options?: ReadOptions): boolean => options?.watch ?? false;
  return {
    create: (path, data, options, signal) =>
      submit(requests.create(createPart(path, data, options ?? {})), signal),
    delete: (path, version, signal) => submit(requests.remove(path, version ?? -1), signal),
    check: (path, version, signal) => submit(requests.check(path, version), signal),
    exists: (path, options, signal) => submit(requests.exists(path, watch(options)), signal),
    getData: (path, options, signal) => submit(requests.getData(path, watch(options)), signal),
    setData: (path, data, version, signal) =>
      submit(requests.setData(path, data, version ?? -1), signal),
    getChildren: (path, options, signal) =>
      submit(requests.getChildren(path, watch(options)), signal),
    getChildren2: (path, options, signal) =>
      submit(requests.getChildren2(path, watch(options)), signal),
    sync: (path, signal) => submit(requests.sync(path), signal),
    getACL: (path, signal) => submit(requests.getAcl(path), signal),
    setACL: (path, acl, version, signal) =>
      submit(requests.setAcl(path, acl, version ?? -1), signal),
    multi: (ops, signal) => submit(multis.multi(ops), signal),
    multiRead: (ops, signal) => submit(multis.multiRead(opcodes.multiRead, ops), signal),
    addWatch: (path, mode, signal) => submit(watches.addWatch(path, mode), signal),
    checkWatches: (path, type, signal) => submit(watches.checkWatches(path, type), signal),
    removeWatches: (path, type, signal) => submit(watches.removeWatches(path, type), signal),
    getEphemerals: (path, signal) => submit(requests.getEphemerals(path), signal),
    getAllChildrenNumber: (path, signal) => submit(requests.getAllChildrenNumber(path), signal),
    whoAmI: signal => submit(sessions.whoAmI(), signal),
    reconfig: (change, signal) => submit(sessions.reconfig(reconfigRequest(change)), signal),
  };
}

function reconfigRequest(change: Reconfiguration): ReconfigRequest {
  return {
    joiningServers: change.joining ?? null,
    leavingServers: change.leaving ?? null,
    newMembers: change.members ?? null,
    curConfigId: change.fromConfig ?? -1n,
  };
}
