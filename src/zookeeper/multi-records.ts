/** The bodies of multi and multiRead: parts, each after a header of its own, and a header that ends them.
 * Source: org.apache.zookeeper.MultiOperationRecord and MultiResponse. */
import type { Codec } from './codec.ts';
import { multiHeader } from './header-records.ts';
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';
import { opcodes } from './opcodes.ts';
import { ProtocolError } from './protocol-error.ts';
import {
  type CreateRequest,
  type CreateTtlRequest,
  createRequest,
  createTtlRequest,
  type PathRequest,
  pathOnly,
  type ReadRequest,
  readRequest,
  type SetDataRequest,
  setDataRequest,
  type VersionedPath,
  versionedPath,
} from './request-records.ts';
import {
  type Create2Response,
  create2Response,
  type ErrorResponse,
  errorResponse,
  type GetChildrenResponse,
  type GetDataResponse,
  getChildrenResponse,
  getDataResponse,
  type StatResponse,
  statResponse,
} from './response-records.ts';

type Code = typeof opcodes;
interface Part<K extends keyof Code, B> {
  readonly type: Code[K];
  readonly body: B;
}

/** A part as requested. */
export type RequestPart =
  | Part<'create' | 'create2' | 'createContainer', CreateRequest>
  | Part<'createTTL', CreateTtlRequest>
  | Part<'delete' | 'check', VersionedPath>
  | Part<'setData', SetDataRequest>
  | Part<'getData' | 'getChildren', ReadRequest>;

/** A part as it is answered; `create2` answers the other ways to create, too. */
export type ResponsePart =
  | Part<'create', PathRequest>
  | Part<'create2', Create2Response>
  | Part<'delete' | 'check', void>
  | Part<'setData', StatResponse>
  | Part<'getData', GetDataResponse>
  | Part<'getChildren', GetChildrenResponse>
  | Part<'error', ErrorResponse>;

export const multiRequest: Codec<readonly RequestPart[]> = parts({
  err: () => -1,
  write: writeRequestPart,
  read: readRequestPart,
});
export const multiResponse: Codec<readonly ResponsePart[]> = parts({
  err: part => (part.type === opcodes.error ? part.body.err : 0),
  write: writeResponsePart,
  read: readResponsePart,
});

interface PartCodec<P> {
  /** What the part's header carries. */
  err(part: P): number;
  write(to: JuteWriter, part: P): void;
  read(from: JuteReader, type: number): P;
}

function parts<P extends { readonly type: number }>(codec: PartCodec<P>): Codec<readonly P[]> {
  return {
    write(to, values) {
      for (const part of values) {
        multiHeader.write(to, { type: part.type, done: false, err: codec.err(part) });
        codec.write(to, part);
      }
      multiHeader.write(to, { type: -1, done: true, err: -1 });
    },
    read(from) {
      const values: P[] = [];
      for (;;) {
        const { type, done } = multiHeader.read(from);
        if (done) return values;
        values.push(codec.read(from, type));
      }
    },
  };
}

function writeRequestPart(to: JuteWriter, { type, body }: RequestPart): void {
  switch (type) {
    case opcodes.create:
    case opcodes.create2:
    case opcodes.createContainer:
      createRequest.write(to, body);
      break;
    case opcodes.createTTL:
      createTtlRequest.write(to, body);
      break;
    case opcodes.delete:
    case opcodes.check:
      versionedPath.write(to, body);
      break;
    case opcodes.setData:
      setDataRequest.write(to, body);
      break;
    case opcodes.getData:
    case opcodes.getChildren:
      readRequest.write(to, body);
      break;
  }
}

function readRequestPart(from: JuteReader, type: number): RequestPart {
  switch (type) {
    case opcodes.create:
    case opcodes.create2:
    case opcodes.createContainer:
      return { type, body: createRequest.read(from) };
    case opcodes.createTTL:
      return { type, body: createTtlRequest.read(from) };
    case opcodes.delete:
    case opcodes.check:
      return { type, body: versionedPath.read(from) };
    case opcodes.setData:
      return { type, body: setDataRequest.read(from) };
    case opcodes.getData:
    case opcodes.getChildren:
      return { type, body: readRequest.read(from) };
  }
  throw new ProtocolError(`a multi: expected a part that can be requested, found type ${type}`);
}

function writeResponsePart(to: JuteWriter, { type, body }: ResponsePart): void {
  switch (type) {
    case opcodes.create:
      pathOnly.write(to, body);
      break;
    case opcodes.create2:
      create2Response.write(to, body);
      break;
    case opcodes.delete:
    case opcodes.check:
      break;
    case opcodes.setData:
      statResponse.write(to, body);
      break;
    case opcodes.getData:
      getDataResponse.write(to, body);
      break;
    case opcodes.getChildren:
      getChildrenResponse.write(to, body);
      break;
    case opcodes.error:
      errorResponse.write(to, body);
      break;
  }
}

function readResponsePart(from: JuteReader, type: number): ResponsePart {
  switch (type) {
    case opcodes.create:
      return { type, body: pathOnly.read(from) };
    case opcodes.create2:
      return { type, body: create2Response.read(from) };
    case opcodes.delete:
    case opcodes.check:
      return { type, body: undefined };
    case opcodes.setData:
      return { type, body: statResponse.read(from) };
    case opcodes.getData:
      return { type, body: getDataResponse.read(from) };
    case opcodes.getChildren:
      return { type, body: getChildrenResponse.read(from) };
    case opcodes.error:
      return { type, body: errorResponse.read(from) };
  }
  throw new ProtocolError(`a multi: expected a part that can be answered, found type ${type}`);
}
