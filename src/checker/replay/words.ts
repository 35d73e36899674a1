/** The words of findings, from one place. */
import { seconds } from '../words.ts';
import { codeName } from './codes.ts';
import { effectiveError } from './model/multi.ts';
import type { Connection, Operation } from './operations.ts';
import type { TraceRequest } from './trace.ts';
import { hex } from './zxid.ts';

/** Returns a request in words: `getData /a`. */
export function requestText(request: TraceRequest): string {
  switch (request.f) {
    case 'multi':
    case 'multiRead':
      return `${request.f} [${request.parts.map(part => requestText(part)).join(', ')}]`;
    case 'delete':
    case 'check':
    case 'setData':
    case 'setACL':
      return `${request.f} ${request.path} version ${request.version}`;
    case 'auth':
      return `auth ${request.scheme}`;
    case 'setWatches':
    case 'setWatches2':
      return `${request.f} since ${hex(request.relativeZxid)}`;
    default:
      return 'path' in request ? `${request.f} ${request.path}` : request.f;
  }
}

/** Returns an operation in few words: `getData /a on n2 at 1.204 s`. */
export function shortText({ request, connection, reply, sent }: Operation): string {
  const time = seconds(reply?.time ?? sent.time);
  return `${requestText(request)} on ${connection.node} at ${time}`;
}

/** Returns an operation in words: `getData /a on n2 at 1.204 s (client 3, zxid 0x1f)`. */
export function operationText(operation: Operation): string {
  const { connection, reply } = operation;
  const zxid = reply === undefined ? 'no reply' : `zxid ${hex(reply.zxid)}`;
  return `${shortText(operation)} (${clientText(connection)}, ${zxid})`;
}

export function clientText({ client, process }: Connection): string {
  return process === undefined ? `client ${client}` : `client ${client}, process ${process}`;
}

/** Returns the outcome of a reply in words: the error, with the part of a multi that it belongs to. */
export function outcomeText({ reply }: Operation): string {
  if (reply === undefined) return 'no reply';
  const err = effectiveError(reply.err, reply.result);
  const part = reply.result?.parts?.findIndex(({ err: own }) => own !== 0) ?? -1;
  return part < 0 ? codeName(err) : `${codeName(err)} in part ${part}`;
}
