/** The anomalies of sessions, in words. */

import type { KnownAnomaly } from '../../anomalies.ts';
import { hexOf } from '../../hex.ts';
import type {
  ConnectedRecord,
  EndedRecord,
  ReplyRecord,
  SentRecord,
  TraceRecord,
  UnresumedRecord,
  UnservedRecord,
} from '../replay/trace.ts';
import { seconds } from '../words.ts';
import type { Session } from './session.ts';

/** A request and its reply. */
export interface Exchange {
  readonly sent: SentRecord;
  readonly reply: ReplyRecord;
}

export function operationsOf({ operation }: TraceRecord): readonly number[] {
  return operation === undefined ? [] : [operation];
}

export function earlyExpiry(
  { id, timeoutMs, answeredNs }: Session,
  record: EndedRecord,
  aliveMs: number,
): KnownAnomaly {
  return {
    type: 'early-expiry',
    promised:
      'a session expires no sooner than its timeout after the last request that a server answered',
    seen: `session ${hexOf(id)}, timeout ${timeoutMs} ms, was reported as expired at ${seconds(record.time)}, ${Math.round(aliveMs)} ms after it had sent a request that was answered (${seconds(answeredNs)})`,
    operations: operationsOf(record),
  };
}

export function lateExpiry(
  { id, timeoutMs }: Session,
  record: ConnectedRecord | ReplyRecord,
  silentMs: number,
): KnownAnomaly {
  const what = record.kind === 'connected' ? `${record.node} resumed` : 'a server answered';
  return {
    type: 'late-expiry',
    promised: 'a session that is silent for longer than its timeout expires',
    seen: `${what} session ${hexOf(id)}, timeout ${timeoutMs} ms, at ${seconds(record.time)}, after ${Math.round(silentMs)} ms of silence without a fault`,
    operations: operationsOf(record),
  };
}

export function revived({ id }: Session, record: ConnectedRecord, overNs: number): KnownAnomaly {
  return {
    type: 'dead-session',
    promised: 'a session that was closed or has expired is never resumed',
    seen: `${record.node} resumed session ${hexOf(id)} at ${seconds(record.time)}, although its end had been reported at ${seconds(overNs)}`,
    operations: operationsOf(record),
  };
}

export function servedAfterEnd(
  { id }: Session,
  { sent, reply }: Exchange,
  overNs: number,
): KnownAnomaly {
  return {
    type: 'dead-session',
    promised: 'a session that was closed or has expired does nothing any more',
    seen: `${sent.request.f} of session ${hexOf(id)}, sent at ${seconds(sent.time)}, succeeded at ${seconds(reply.time)}, although the end of the session had been reported at ${seconds(overNs)}`,
    operations: operationsOf(reply),
  };
}

export function servedAfterMove(
  { id }: Session,
  { sent, reply, holder }: Exchange & { readonly holder: number },
): KnownAnomaly {
  return {
    type: 'dead-session',
    promised:
      'a session has one connection: requests on the connection that it has left are refused',
    seen: `${sent.request.f} of client ${sent.client}, sent at ${seconds(sent.time)}, succeeded at ${seconds(reply.time)}, although client ${holder} had resumed its session ${hexOf(id)} elsewhere before`,
    operations: operationsOf(reply),
  };
}

export function impostor({ id }: Session, record: ConnectedRecord): KnownAnomaly {
  return {
    type: 'unauthorized-access',
    promised: 'a session is resumed only for a client that offers its password',
    seen: `${record.node} resumed session ${hexOf(id)} at ${seconds(record.time)} for client ${record.client}, which had offered another password`,
    operations: operationsOf(record),
  };
}

export function unresumed(
  { id, timeoutMs, refusals, firstRefusalNs }: Session,
  record: UnresumedRecord,
): KnownAnomaly {
  return {
    type: 'refused-session',
    promised: 'a session is resumed if its client comes back in time with its password',
    seen: `from ${seconds(firstRefusalNs)} to ${seconds(record.time)} servers hung up ${refusals} times on the client of session ${hexOf(id)}, timeout ${timeoutMs} ms, at last ${record.node}, and no fault was active`,
    operations: operationsOf(record),
  };
}

export function wrongTimeout(
  expectedMs: number,
  { node, session, timeoutMs, resumed, ...record }: ConnectedRecord,
): KnownAnomaly {
  const did = resumed ? 'resumed' : 'opened';
  return {
    type: 'wrong-reply',
    promised:
      'a session has the timeout that its client asks for, within the limits of the servers',
    seen: `${node} ${did} session ${hexOf(session)} at ${seconds(record.time)}: expected timeout ${expectedMs} ms, found ${timeoutMs} ms`,
    operations: operationsOf({ node, session, timeoutMs, resumed, ...record }),
  };
}

export function wrongPassword({ id }: Session, record: ConnectedRecord): KnownAnomaly {
  return {
    type: 'wrong-reply',
    promised: 'a session keeps its password',
    seen: `${record.node} resumed session ${hexOf(id)} at ${seconds(record.time)} and reported another password than before`,
    operations: operationsOf(record),
  };
}

export function ghost(
  { id, closedNs }: Session,
  record: ReplyRecord,
  lastNs: number,
): KnownAnomaly {
  const end = closedNs === undefined ? 'was last heard of' : 'was closed';
  return {
    type: 'ghost-ephemeral',
    promised: 'an ephemeral znode exists exactly as long as its session',
    seen: `at ${seconds(record.time)} a znode of session ${hexOf(id)} was still there, which ${end} at ${seconds(lastNs)}, and no fault was active since`,
    operations: operationsOf(record),
  };
}

export function unanswered(
  sent: SentRecord,
  node: string,
  { nowNs, isPassed }: { readonly nowNs: number; readonly isPassed: boolean },
): KnownAnomaly {
  const path = 'path' in sent.request ? ` ${sent.request.path}` : '';
  const although = isPassed
    ? 'answered its pings and what others sent later'
    : 'answered pings, but no such request of anybody, and no fault was active';
  return {
    type: 'unanswered',
    promised: 'a server answers the requests of a session in the order in which they were sent',
    seen: `${node} never answered ${sent.request.f}${path} of client ${sent.client}, sent at ${seconds(sent.time)}, although by ${seconds(nowNs)} it had ${although}`,
    operations: operationsOf(sent),
  };
}

export function unopened({ node, client, askedAt }: UnservedRecord, nowNs: number): KnownAnomaly {
  return {
    type: 'unanswered',
    promised: 'a server opens the sessions that clients request',
    seen: `${node} said nothing to client ${client}, which requested a session at ${seconds(askedAt)}, nor to those that came later, until ${seconds(nowNs)}, and no fault was active`,
    operations: [],
  };
}
