/** Requests of the protocol as a trace shows them. */
import type {
  MultiPart,
  MultiReadPart,
  SetDataRequest,
  TraceRequest,
} from '../../checker/replay/trace.ts';
import type { JuteReader } from '../../zookeeper/jute-reader.ts';
import { multiRequest, type RequestPart } from '../../zookeeper/multi-records.ts';
import { opcodes } from '../../zookeeper/opcodes.ts';
import { ProtocolError } from '../../zookeeper/protocol-error.ts';
import * as records from '../../zookeeper/request-records.ts';
import { dataOf } from './data.ts';
import type { SharedParts } from './shared.ts';

/** Names of the opcodes whose request is a create. */
const CREATES = new Map<number, 'create' | 'create2' | 'createContainer'>([
  [opcodes.create, 'create'],
  [opcodes.create2, 'create2'],
  [opcodes.createContainer, 'createContainer'],
]);
const READS = new Map<number, 'exists' | 'getData' | 'getChildren' | 'getChildren2'>([
  [opcodes.exists, 'exists'],
  [opcodes.getData, 'getData'],
  [opcodes.getChildren, 'getChildren'],
  [opcodes.getChildren2, 'getChildren2'],
]);
const PATHS = new Map<number, 'getACL' | 'getAllChildrenNumber' | 'getEphemerals' | 'sync'>([
  [opcodes.getACL, 'getACL'],
  [opcodes.getAllChildrenNumber, 'getAllChildrenNumber'],
  [opcodes.getEphemerals, 'getEphemerals'],
  [opcodes.sync, 'sync'],
]);
const PLAIN = new Map<number, 'ping' | 'whoAmI' | 'closeSession' | 'reconfig'>([
  [opcodes.ping, 'ping'],
  [opcodes.whoAmI, 'whoAmI'],
  [opcodes.closeSession, 'closeSession'],
  [opcodes.reconfig, 'reconfig'],
]);

/** Reads the body of a request of an opcode.
 * @throws ProtocolError where the opcode is unknown or the bytes do not fit. */
export function requestOf(type: number, from: JuteReader, shared: SharedParts): TraceRequest {
  const read = READS.get(type);
  if (read !== undefined)
    return shared.read({ f: read, path: from.ustring(), watch: from.boolean() });
  if (type === opcodes.setData) return setDataFrom(from, shared);
  const create = CREATES.get(type);
  if (create !== undefined) return createOf(create, records.createRequest.read(from));
  const path = PATHS.get(type);
  if (path !== undefined) return { f: path, ...records.pathOnly.read(from) };
  const plain = PLAIN.get(type);
  if (plain !== undefined) return { f: plain };
  return otherRequest(type, from);
}

function otherRequest(type: number, from: JuteReader): TraceRequest {
  switch (type) {
    case opcodes.createTTL:
      return createTtlOf(records.createTtlRequest.read(from));
    case opcodes.delete:
      return { f: 'delete', ...records.versionedPath.read(from) };
    case opcodes.check:
      return { f: 'check', ...records.versionedPath.read(from) };
    case opcodes.setACL:
      return { f: 'setACL', ...records.setAclRequest.read(from) };
    case opcodes.multi:
      return { f: 'multi', parts: multiRequest.read(from).map(multiPart) };
    case opcodes.multiRead:
      return { f: 'multiRead', parts: multiRequest.read(from).map(multiReadPart) };
    case opcodes.auth:
      return authOf(records.authPacket.read(from));
    case opcodes.addWatch:
      return { f: 'addWatch', ...records.addWatchRequest.read(from) };
    case opcodes.checkWatches:
      return { f: 'checkWatches', ...records.watchesRequest.read(from) };
    case opcodes.removeWatches:
      return { f: 'removeWatches', ...records.watchesRequest.read(from) };
    case opcodes.setWatches:
      return { f: 'setWatches', ...watchesOf(records.setWatches.read(from)) };
    case opcodes.setWatches2:
      return watches2Of(records.setWatches2.read(from));
    default:
      throw new ProtocolError(`a request: expected a known opcode, found ${type}`);
  }
}

function setDataFrom(from: JuteReader, shared: SharedParts): SetDataRequest {
  const path = shared.text(from.ustring());
  const data = shared.text(dataOf(from.view()));
  return { f: 'setData', path, data, version: from.int() };
}

function createOf(
  f: 'create' | 'create2' | 'createContainer',
  { path, data, acl, flags }: records.CreateRequest,
): MultiPart {
  return { f, path, data: dataOf(data), acl, flags };
}

function createTtlOf({ path, data, acl, flags, ttl }: records.CreateTtlRequest): MultiPart {
  return { f: 'createTTL', path, data: dataOf(data), acl, flags, ttl };
}

function setDataOf({ path, data, version }: records.SetDataRequest): MultiPart {
  return { f: 'setData', path, data: dataOf(data), version };
}

function authOf({ scheme, auth }: records.AuthPacket): TraceRequest {
  return { f: 'auth', scheme, auth: Buffer.from(auth).toString() };
}

interface Watches {
  readonly relativeZxid: number;
  readonly data: readonly string[];
  readonly exist: readonly string[];
  readonly child: readonly string[];
}

function watchesOf(body: records.SetWatches): Watches {
  const { relativeZxid, dataWatches: data, existWatches: exist, childWatches: child } = body;
  return { relativeZxid: Number(relativeZxid), data, exist, child };
}

function watches2Of(body: records.SetWatches2): TraceRequest {
  const { persistentWatches: persistent, persistentRecursiveWatches: recursive } = body;
  return { f: 'setWatches2', ...watchesOf(body), persistent, recursive };
}

/** @throws ProtocolError where a multi has a part that only a multi-read may have. */
function multiPart(part: RequestPart): MultiPart {
  switch (part.type) {
    case opcodes.create:
      return createOf('create', part.body);
    case opcodes.create2:
      return createOf('create2', part.body);
    case opcodes.createContainer:
      return createOf('createContainer', part.body);
    case opcodes.createTTL:
      return createTtlOf(part.body);
    case opcodes.delete:
      return { f: 'delete', ...part.body };
    case opcodes.check:
      return { f: 'check', ...part.body };
    case opcodes.setData:
      return setDataOf(part.body);
    case opcodes.getData:
    case opcodes.getChildren:
      throw new ProtocolError(`a multi: expected a write or a check, found type ${part.type}`);
  }
}

/** @throws ProtocolError where a multi-read has a part that writes. */
function multiReadPart(part: RequestPart): MultiReadPart {
  if (part.type === opcodes.getData) return { f: 'getData', ...part.body };
  if (part.type === opcodes.getChildren) return { f: 'getChildren', ...part.body };
  throw new ProtocolError(`a multi-read: expected a read, found type ${part.type}`);
}
