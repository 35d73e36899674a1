/** Every request of the client protocol, as a value. */
import { nothing } from './codec.ts';
import type { CreatePart } from './create.ts';
import type { Acl, ClientInfo, Stat } from './data-records.ts';
import { zkError } from './errors.ts';
import {
  type MultiOp,
  type MultiReadOp,
  type MultiResult,
  multiResult,
  refusal,
  requestPart,
} from './multi.ts';
import { multiRequest, multiResponse } from './multi-records.ts';
import { opcodes } from './opcodes.ts';
import { ask, type Request } from './request.ts';
import {
  addWatchRequest,
  authPacket,
  createRequest,
  createTtlRequest,
  pathOnly,
  type ReconfigRequest,
  readRequest,
  reconfigRequest,
  setAclRequest,
  setDataRequest,
  versionedPath,
  watchesRequest,
} from './request-records.ts';
import {
  create2Response,
  getAclResponse,
  getAllChildrenNumberResponse,
  getChildren2Response,
  getChildrenResponse,
  getDataResponse,
  getEphemeralsResponse,
  statResponse,
  whoAmIResponse,
} from './response-records.ts';
import type { WatchesToSet, WatchKind } from './watches.ts';

const NONODE = -101;
const same = <T>(value: T): T => value;

export interface Created {
  /** With the number that a sequential znode got. */
  readonly path: string;
  /** Where the request asked for it, and always of containers and znodes with a time to live. */
  readonly stat?: Stat;
}

export interface Data {
  readonly data: Uint8Array;
  readonly stat: Stat;
}

export interface AclAndStat {
  readonly acl: readonly Acl[];
  readonly stat: Stat;
}

export interface Children {
  /** Names, without their parent's path. */
  readonly children: readonly string[];
  readonly stat: Stat;
}

export function create({ type, body }: CreatePart): Request<Created> {
  switch (type) {
    case opcodes.create:
      return ask({ opcode: type, body: [createRequest, body], reply: pathOnly, value: same });
    case opcodes.createTTL:
      return ask({
        opcode: type,
        body: [createTtlRequest, body],
        reply: create2Response,
        value: same,
      });
    case opcodes.create2:
    case opcodes.createContainer:
      return ask({
        opcode: type,
        body: [createRequest, body],
        reply: create2Response,
        value: same,
      });
  }
}

export const remove = (path: string, version: number): Request<void> =>
  ask({
    opcode: opcodes.delete,
    body: [versionedPath, { path, version }],
    reply: nothing,
    value: same,
  });

/** NONODE is an answer here, not an error: undefined. */
export function exists(path: string, watch: boolean): Request<Stat | undefined> {
  const found = ask({
    opcode: opcodes.exists,
    body: [readRequest, { path, watch }],
    reply: statResponse,
    value: ({ stat }): Stat | undefined => stat,
  });
  return {
    ...found,
    read: (err, from) => (err === NONODE ? { ok: true, value: undefined } : found.read(err, from)),
    watches(book, err) {
      if (watch && err === 0) book.add('data', path);
      if (watch && err === NONODE) book.add('exist', path);
    },
  };
}

/** Adds a watch to a request, noted once the server has taken it. */
function watching<T>(request: Request<T>, kind: WatchKind, path: string): Request<T> {
  return {
    ...request,
    watches(book, err) {
      if (err === 0) book.add(kind, path);
    },
  };
}

export function getData(path: string, watch: boolean): Request<Data> {
  const request = ask({
    opcode: opcodes.getData,
    body: [readRequest, { path, watch }],
    reply: getDataResponse,
    value: same,
  });
  return watch ? watching(request, 'data', path) : request;
}

export function getChildren(path: string, watch: boolean): Request<readonly string[]> {
  const request = ask({
    opcode: opcodes.getChildren,
    body: [readRequest, { path, watch }],
    reply: getChildrenResponse,
    value: ({ children }) => children,
  });
  return watch ? watching(request, 'child', path) : request;
}

export function getChildren2(path: string, watch: boolean): Request<Children> {
  const request = ask({
    opcode: opcodes.getChildren2,
    body: [readRequest, { path, watch }],
    reply: getChildren2Response,
    value: same,
  });
  return watch ? watching(request, 'child', path) : request;
}

export const setData = (path: string, data: Uint8Array, version: number): Request<Stat> =>
  ask({
    opcode: opcodes.setData,
    body: [setDataRequest, { path, data, version }],
    reply: statResponse,
    value: ({ stat }) => stat,
  });

export const sync = (path: string): Request<string> =>
  ask({
    opcode: opcodes.sync,
    body: [pathOnly, { path }],
    reply: pathOnly,
    value: reply => reply.path,
  });

export const getAcl = (path: string): Request<AclAndStat> =>
  ask({ opcode: opcodes.getACL, body: [pathOnly, { path }], reply: getAclResponse, value: same });

export const setAcl = (path: string, acl: readonly Acl[], version: number): Request<Stat> =>
  ask({
    opcode: opcodes.setACL,
    body: [setAclRequest, { path, acl, version }],
    reply: statResponse,
    value: ({ stat }) => stat,
  });

/** A refused multi has its results after a header without an error, or none after one with an error. */
export function multi(ops: readonly MultiOp[]): Request<readonly MultiResult[]> {
  const request = multiRead(opcodes.multi, ops);
  return {
    ...request,
    read(err, from) {
      if (from.left === 0 && err !== 0) return { ok: false, error: zkError(err) };
      const parts = multiResponse.read(from).map(multiResult);
      const error = refusal(parts) ?? (err === 0 ? undefined : zkError(err));
      return error === undefined ? { ok: true, value: parts } : { ok: false, error, parts };
    },
  };
}

/** Each part has its own result: an error of one leaves the others alone. */
export const multiRead = (
  opcode: number,
  ops: readonly (MultiOp | MultiReadOp)[],
): Request<readonly MultiResult[]> =>
  ask({
    opcode,
    body: [multiRequest, ops.map(requestPart)],
    reply: multiResponse,
    value: parts => parts.map(multiResult),
  });

const addWatchModes = { persistent: 0, 'persistent-recursive': 1 } as const;
export type AddWatchMode = keyof typeof addWatchModes;

export function addWatch(path: string, mode: AddWatchMode): Request<void> {
  const request = ask({
    opcode: opcodes.addWatch,
    body: [addWatchRequest, { path, mode: addWatchModes[mode] }],
    reply: nothing,
    value: same,
  });
  return watching(request, mode === 'persistent' ? 'persistent' : 'persistentRecursive', path);
}

/** Source: Watcher.WatcherType. `data` holds for exists, too; `any` for persistent ones, too. */
const watcherTypes = { children: 1, data: 2, any: 3 } as const;
export type WatcherType = keyof typeof watcherTypes;
const removed: Readonly<Record<WatcherType, readonly WatchKind[]>> = {
  children: ['child'],
  data: ['data', 'exist'],
  any: ['child', 'data', 'exist', 'persistent', 'persistentRecursive'],
};

const aboutWatches = (opcode: number, path: string, type: WatcherType): Request<void> =>
  ask({
    opcode,
    body: [watchesRequest, { path, type: watcherTypes[type] }],
    reply: nothing,
    value: same,
  });

export const checkWatches = (path: string, type: WatcherType): Request<void> =>
  aboutWatches(opcodes.checkWatches, path, type);

export const removeWatches = (path: string, type: WatcherType): Request<void> => ({
  ...aboutWatches(opcodes.removeWatches, path, type),
  watches(book, err) {
    if (err === 0) book.remove(removed[type], path);
  },
});

export const auth = (scheme: string, credential: Uint8Array): Request<void> =>
  ask({
    opcode: opcodes.auth,
    body: [authPacket, { type: 0, scheme, auth: credential }],
    reply: nothing,
    value: same,
  });

export const getEphemerals = (path: string): Request<readonly string[]> =>
  ask({
    opcode: opcodes.getEphemerals,
    body: [pathOnly, { path }],
    reply: getEphemeralsResponse,
    value: ({ ephemerals }) => ephemerals,
  });

export const getAllChildrenNumber = (path: string): Request<number> =>
  ask({
    opcode: opcodes.getAllChildrenNumber,
    body: [pathOnly, { path }],
    reply: getAllChildrenNumberResponse,
    value: ({ totalNumber }) => totalNumber,
  });

/** Who the server takes this connection for. */
export const whoAmI = (): Request<readonly ClientInfo[]> =>
  ask({
    opcode: opcodes.whoAmI,
    body: [nothing, undefined],
    reply: whoAmIResponse,
    value: ({ clientInfo }) => clientInfo,
  });

export const reconfig = (change: ReconfigRequest): Request<Data> =>
  ask({
    opcode: opcodes.reconfig,
    body: [reconfigRequest, change],
    reply: getDataResponse,
    value: same,
  });

export const closeSession = (): Request<void> =>
  ask({
    opcode: opcodes.closeSession,
    body: [nothing, undefined],
    reply: nothing,
    value: same,
  });

/** The answer tells nothing; a server that cannot set them says why. */
export const setWatchesAgain = ({ opcode, write }: WatchesToSet): Request<void> => ({
  ...ask({ opcode, body: [nothing, undefined], reply: nothing, value: same }),
  write,
});
