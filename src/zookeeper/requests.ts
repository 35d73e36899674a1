/** Requests about one znode, as values. */
import { nothing } from './codec.ts';
import type { CreatePart } from './create.ts';
import { type Acl, type Stat, stat } from './data-records.ts';
import { opcodes } from './opcodes.ts';
import { ask, mapped, type Request, watching } from './request.ts';
import {
  createRequest,
  createTtlRequest,
  pathOnly,
  readRequest,
  setAclRequest,
  setDataRequest,
  versionedPath,
} from './request-records.ts';
import {
  create2Response,
  getAclResponse,
  getAllChildrenNumberResponse,
  getChildren2Response,
  getChildrenResponse,
  getDataResponse,
  getEphemeralsResponse,
} from './response-records.ts';

const NONODE = -101;

export interface Created {
  /** With the number that a sequential znode got. */
  readonly path: string;
  /** Present if requested, and always for containers and znodes with a TTL. */
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
      return ask(type, [createRequest, body], pathOnly);
    case opcodes.createTTL:
      return ask(type, [createTtlRequest, body], create2Response);
    case opcodes.create2:
    case opcodes.createContainer:
      return ask(type, [createRequest, body], create2Response);
  }
}

export const remove = (path: string, version: number): Request<void> =>
  ask(opcodes.delete, [versionedPath, { path, version }], nothing);

/** A check of a version outside a multi: servers refuse it since 3.8.5 and 3.9.3 (ZOOKEEPER-2623). */
export const check = (path: string, version: number): Request<void> =>
  ask(opcodes.check, [versionedPath, { path, version }], nothing);

/** NONODE is an answer here, not an error: undefined. */
export function exists(path: string, watch: boolean): Request<Stat | undefined> {
  const found = ask(opcodes.exists, [readRequest, { path, watch }], stat);
  return {
    ...found,
    read: (err, from) => (err === NONODE ? { ok: true, value: undefined } : found.read(err, from)),
    watches(book, err) {
      if (watch && err === 0) book.add('data', path);
      if (watch && err === NONODE) book.add('exist', path);
    },
  };
}

export function getData(path: string, watch: boolean): Request<Data> {
  const request = ask(opcodes.getData, [readRequest, { path, watch }], getDataResponse);
  return watch ? watching(request, 'data', path) : request;
}

export function getChildren(path: string, watch: boolean): Request<readonly string[]> {
  const request = mapped(
    ask(opcodes.getChildren, [readRequest, { path, watch }], getChildrenResponse),
    ({ children }) => children,
  );
  return watch ? watching(request, 'child', path) : request;
}

export function getChildren2(path: string, watch: boolean): Request<Children> {
  const request = ask(opcodes.getChildren2, [readRequest, { path, watch }], getChildren2Response);
  return watch ? watching(request, 'child', path) : request;
}

/** A StatResponse is a stat and nothing else. */
export const setData = (path: string, data: Uint8Array, version: number): Request<Stat> =>
  ask(opcodes.setData, [setDataRequest, { path, data, version }], stat);

export const sync = (path: string): Request<string> =>
  mapped(ask(opcodes.sync, [pathOnly, { path }], pathOnly), reply => reply.path);

export const getAcl = (path: string): Request<AclAndStat> =>
  ask(opcodes.getACL, [pathOnly, { path }], getAclResponse);

export const setAcl = (path: string, acl: readonly Acl[], version: number): Request<Stat> =>
  ask(opcodes.setACL, [setAclRequest, { path, acl, version }], stat);

export const getEphemerals = (path: string): Request<readonly string[]> =>
  mapped(
    ask(opcodes.getEphemerals, [pathOnly, { path }], getEphemeralsResponse),
    ({ ephemerals }) => ephemerals,
  );

export const getAllChildrenNumber = (path: string): Request<number> =>
  mapped(
    ask(opcodes.getAllChildrenNumber, [pathOnly, { path }], getAllChildrenNumberResponse),
    ({ totalNumber }) => totalNumber,
  );
