/** What the order of a trace's records alone shows to be wrong: session ids, credentials, the order of replies, and
 * zxids that contradict real time. */

import { seconds } from '../words.ts';
import { codeName } from './codes.ts';
import { takesZxid } from './effects.ts';
import type { Finding } from './findings.ts';
import { isWrite } from './model/multi.ts';
import { type Connection, indexOf, type Operation, type Session } from './operations.ts';
import type { AuthRequest, ConnectedRecord, ReplyRecord } from './trace.ts';
import { clientText, operationText } from './words.ts';
import { hex } from './zxid.ts';

export function takenTwice(known: Session, record: ConnectedRecord): Finding {
  return {
    type: 'duplicate',
    cause: hex(known.id),
    promised: 'every new session gets an id that no other session has',
    seen: `session ${hex(known.id)} was given to client ${known.firstClient} and again, as a new session, to client ${record.client} by ${record.node} at ${seconds(record.time)}`,
    operations: [record.operation],
  };
}

export function revived(known: Session, record: ConnectedRecord): Finding {
  return {
    type: 'dead-session',
    cause: hex(known.id),
    promised: 'a session that has expired is never resumed',
    seen: `${record.node} resumed session ${hex(known.id)} at ${seconds(record.time)}, after its expiry was reported at ${seconds(known.expiredAt ?? 0)}`,
    operations: [record.operation],
  };
}

/** A credential was accepted or refused although `expected` is the answer to its scheme. */
export function wrongAuth(
  operation: Operation,
  { scheme }: AuthRequest,
  expected: number,
): Finding {
  const found = operation.reply?.err ?? expected;
  return {
    type: 'wrong-error',
    cause: `auth ${scheme}`,
    promised: 'a credential is accepted if its scheme is known, and refused otherwise',
    seen: `${operationText(operation)}: expected ${codeName(expected)}, found ${codeName(found)}`,
    operations: [indexOf(operation)],
  };
}

export function unasked(connection: Connection, record: ReplyRecord): Finding {
  return {
    type: 'mismatched-reply',
    cause: `unasked ${connection.client}`,
    promised: 'a server answers each request once',
    seen: `${connection.node} sent a reply with xid ${record.xid} to ${clientText(connection)} at ${seconds(record.time)}: no request with this xid waits`,
    operations: [record.operation],
  };
}

export function overtaking(operation: Operation, overtaken: Operation): Finding {
  return {
    type: 'skipped-reply',
    cause: `overtaken ${operation.connection.client}`,
    promised: 'the requests of a session are answered in the order in which it sent them',
    seen: `${operationText(operation)} was answered before ${operationText(overtaken)}, which was sent earlier`,
    operations: [overtaken.sent.operation, indexOf(operation)],
  };
}

/** What a client had seen last: the largest zxid, and the operation that it came with. */
export interface SeenLast {
  readonly lastZxid: number;
  readonly lastOperation: Operation | undefined;
}

export function backwards(client: SeenLast, operation: Operation): Finding {
  const before = client.lastOperation;
  const own = before !== undefined && isWrite(before.request);
  return {
    type: own ? 'read-your-writes' : 'monotonic-reads',
    cause: `client ${operation.connection.client} on ${operation.connection.node}`,
    promised: 'a session never sees a state older than one that it has seen',
    seen: `${operationText(operation)}: expected zxid ${hex(Math.max(client.lastZxid, operation.connection.lastZxid))} or more, which ${before ? operationText(before) : 'an earlier reply'} had`,
    operations: [before && indexOf(before), indexOf(operation)],
  };
}

/** A server sent an event of a change, and then a reply from a state before the change. */
export function behindEvent(operation: Operation): Finding {
  const { connection } = operation;
  return {
    type: 'monotonic-reads',
    cause: `event ${connection.client} on ${connection.node}`,
    promised: 'a session never sees a state older than one that it has seen',
    seen: `${operationText(operation)}: expected zxid ${hex(connection.lastEventZxid)} or more, which an event had that ${connection.node} sent on the same connection before`,
    operations: [indexOf(operation)],
  };
}

/** A sync was answered from a state that lacks what some client had seen before the sync was sent. */
export function staleSync(operation: Operation): Finding {
  return {
    type: 'stale-read',
    cause: `sync ${operation.connection.node}`,
    promised: 'a sync brings its server up to everything that was committed before the sync',
    seen: `${operationText(operation)}, sent at ${seconds(operation.sent.time)}: expected zxid ${hex(operation.seenBefore)} or more, which a client had seen before`,
    operations: [indexOf(operation)],
  };
}

/** A write has a zxid that was seen before it was sent: either an earlier write has a larger one, or what showed the
 * zxid did so too early. `answered`: all operations with replies so far. */
export function tooEarly(answered: readonly Operation[], operation: Operation): Finding {
  const zxid = operation.reply?.zxid ?? 0;
  const isAbove = (other: Operation): boolean =>
    isOver(other, operation) && (other.reply?.zxid ?? 0) >= zxid;
  const before = answered.find(other => takesZxid(other) && isAbove(other));
  return before === undefined
    ? seenAhead(answered.find(isAbove), operation, zxid)
    : disordered(before, operation);
}

function disordered(before: Operation, operation: Operation): Finding {
  return {
    type: 'real-time-order',
    cause: `${before.connection.node} ${operation.connection.node}`,
    promised: 'a write has a larger zxid than every write that completed before it was sent',
    seen: `${operationText(operation)}, sent at ${seconds(operation.sent.time)}: expected a zxid above ${hex(before.reply?.zxid ?? 0)}, which ${operationText(before)} has`,
    operations: [indexOf(before), indexOf(operation)],
  };
}

/** No write that was over has the zxid: what showed it did so before the zxid was given. */
function seenAhead(before: Operation | undefined, operation: Operation, zxid: number): Finding {
  const who = before === undefined ? 'an event' : operationText(before);
  return {
    type: before === undefined ? 'phantom-event' : 'wrong-reply',
    cause: 'zxid ahead',
    promised: 'a server shows the zxids of transactions that it has applied, and no later ones',
    seen: `${who} showed zxid ${hex(operation.seenBefore)}; expected one below ${hex(zxid)}, which ${operationText(operation)} got, and that was sent only at ${seconds(operation.sent.time)}`,
    operations: [before && indexOf(before), indexOf(operation)],
  };
}

/** Tests whether an operation was over before another was sent. */
const isOver = ({ reply }: Operation, { sent }: Operation): boolean =>
  reply !== undefined && reply.time <= sent.time;
