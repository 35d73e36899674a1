/** What a reply says about the effect of its request. */
import { code, isEnvironmental } from './codes.ts';
import { effectiveError, isWrite } from './model/multi.ts';
import type { Operation } from './operations.ts';

/** Tests whether a client remembers the zxid of the reply for its next connection: not of pings, credentials
 * and watches set again. Source: ClientCnxn.SendThread.readResponse. */
export function isRemembered({ sent }: Operation): boolean {
  return sent.xid >= 0;
}

/** Tests whether the reply's zxid is the zxid of a transaction of its own: also refused writes have one. */
export function takesZxid({ request, reply }: Operation): boolean {
  if (reply === undefined || reply.zxid <= 0) return false;
  if (request.f === 'closeSession' || request.f === 'reconfig') return reply.err === code.ok;
  return isWrite(request) && !isEnvironmental(reply.err);
}

export function mayHaveTakenEffect({ request }: Operation): boolean {
  return isWrite(request) || request.f === 'closeSession';
}

/** Tests whether a write was acknowledged. */
export function isAcknowledged({ reply }: Operation): boolean {
  return reply !== undefined && effectiveError(reply.err, reply.result) === code.ok;
}
