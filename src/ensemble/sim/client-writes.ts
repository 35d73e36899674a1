/** Requests that change something: from the wire, and their answers to it. */
import type { Codec } from '../../zookeeper/codec.ts';
import type { JuteReader } from '../../zookeeper/jute-reader.ts';
import {
  multiRequest,
  multiResponse,
  type RequestPart,
  type ResponsePart,
} from '../../zookeeper/multi-records.ts';
import { opcodes } from '../../zookeeper/opcodes.ts';
import {
  type CreateRequest,
  createRequest,
  createTtlRequest,
  pathOnly,
  type SetDataRequest,
  setAclRequest,
  setDataRequest,
  versionedPath,
} from '../../zookeeper/request-records.ts';
import { create2Response, statResponse } from '../../zookeeper/response-records.ts';
import type { Part, Result } from './apply.ts';
import { code } from './error-code.ts';
import { fail, type Reply, succeed } from './reply.ts';
import type { Mode, WriteOp } from './write.ts';
import { statOf } from './znode.ts';

/** What a client requests, and how it is answered. */
export interface ClientWrite {
  readonly op: WriteOp;
  reply(result: Result): Reply;
}

const FLAG_EPHEMERAL = 1;
const FLAG_SEQUENTIAL = 2;
/** The flags that createTTL knows, and no other request. */
const FLAG_TTL = 5;
const FLAG_TTL_SEQUENTIAL = 6;
/** Five bytes of the owner of a znode hold its time to live. Source: EphemeralType.TTL. */
const MAX_TTL_MS = 0xff_ffff_ffff;

/** Undefined where the type is no write. Throws a ProtocolError where the bytes do not fit. */
export function clientWrite(type: number, from: JuteReader): ClientWrite | undefined {
  switch (type) {
    case opcodes.create:
      return { op: createOp(type, createRequest.read(from)), reply: created };
    case opcodes.create2:
    case opcodes.createContainer:
      return { op: createOp(type, createRequest.read(from)), reply: createdWithStat };
    case opcodes.createTTL: {
      const body = createTtlRequest.read(from);
      return { op: ttlOp(body, body.ttl), reply: createdWithStat };
    }
    case opcodes.delete:
      return { op: { kind: 'delete', ...versionedPath.read(from) }, reply: done };
    case opcodes.setData:
      return { op: setDataOp(setDataRequest.read(from)), reply: changed };
    case opcodes.setACL:
      return { op: { kind: 'setAcl', ...setAclRequest.read(from) }, reply: changed };
    case opcodes.closeSession:
      return { op: { kind: 'closeSession' }, reply: done };
    case opcodes.reconfig:
      return { op: { kind: 'refused', code: code.reconfigDisabled }, reply: done };
    case opcodes.multi: {
      const parts = multiRequest.read(from);
      return { op: multiOp(parts), reply: result => multiReply(parts, result) };
    }
  }
  return undefined;
}

function multiOp(parts: readonly RequestPart[]): WriteOp {
  const ops = parts.map(part => partOp(part));
  return { kind: 'multi', ops };
}

function partOp(part: RequestPart): WriteOp {
  switch (part.type) {
    case opcodes.create:
    case opcodes.create2:
    case opcodes.createContainer:
      return createOp(part.type, part.body);
    case opcodes.createTTL:
      return ttlOp(part.body, part.body.ttl);
    case opcodes.delete:
      return { kind: 'delete', ...part.body };
    case opcodes.check:
      return { kind: 'check', ...part.body };
    case opcodes.setData:
      return setDataOp(part.body);
    case opcodes.getData:
    case opcodes.getChildren:
      return { kind: 'refused', code: code.badArguments };
  }
}

function createOp(type: number, { path, data, acl, flags }: CreateRequest): WriteOp {
  if (flags < 0 || flags >= FLAG_TTL) return { kind: 'refused', code: code.badArguments };
  const ephemeral = (flags & FLAG_EPHEMERAL) !== 0;
  const kind = ephemeral ? 'ephemeral' : 'persistent';
  const mode: Mode = { kind: type === opcodes.createContainer ? 'container' : kind };
  const sequential = mode.kind !== 'container' && (flags & FLAG_SEQUENTIAL) !== 0;
  return { kind: 'create', path, data, acl, mode, sequential };
}

function setDataOp({ path, data, version }: SetDataRequest): WriteOp {
  return { kind: 'setData', path, data, version };
}

function ttlOp({ path, data, acl, flags }: CreateRequest, ttlMs: number): WriteOp {
  const isTtl = flags === FLAG_TTL || flags === FLAG_TTL_SEQUENTIAL;
  if (!isTtl || ttlMs <= 0 || ttlMs > MAX_TTL_MS)
    return { kind: 'refused', code: code.badArguments };
  const sequential = flags === FLAG_TTL_SEQUENTIAL;
  return { kind: 'create', path, data, acl, mode: { kind: 'ttl', ttlMs }, sequential };
}

function done({ err }: Result): Reply {
  return err === code.ok ? succeed() : fail(err);
}

function created({ err, path }: Result): Reply {
  return err !== code.ok || path === undefined ? fail(err) : body(pathOnly, { path });
}

function createdWithStat({ err, path, seen }: Result): Reply {
  if (err !== code.ok || path === undefined || seen === undefined) return fail(err);
  return body(create2Response, { path, stat: statOf(seen) });
}

function changed({ err, seen }: Result): Reply {
  if (err !== code.ok || seen === undefined) return fail(err);
  return body(statResponse, { stat: statOf(seen) });
}

/** A refused multi is answered without an error of its own: its parts have them. */
function multiReply(asked: readonly RequestPart[], { err, parts }: Result): Reply {
  if (parts === undefined) return fail(err);
  return body(
    multiResponse,
    parts.map((part, at) => responsePart(asked[at]?.type, part)),
  );
}

function responsePart(type: RequestPart['type'] | undefined, { kind, result }: Part): ResponsePart {
  const { err, path, seen } = result;
  const failed: ResponsePart = { type: opcodes.error, body: { err } };
  if (kind === 'error' || err !== code.ok) return failed;
  if (type === opcodes.delete || type === opcodes.check) return { type, body: undefined };
  if (path === undefined || seen === undefined) return failed;
  if (type === opcodes.create) return { type, body: { path } };
  if (type === opcodes.setData) return { type, body: { stat: statOf(seen) } };
  return { type: opcodes.create2, body: { path, stat: statOf(seen) } };
}

function body<T>(codec: Codec<T>, value: T): Reply {
  return succeed(to => codec.write(to, value));
}
