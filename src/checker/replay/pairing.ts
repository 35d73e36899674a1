/** Reads a trace once, in the order of its records: pairs requests with replies, and checks what needs no
 * model: the order of zxids in each session and in real time, the order of replies, and session ids. */
import { type Disturbed, isCalm } from '../disturbed.ts';
import { code, isDoubtful } from './codes.ts';
import { isRemembered, mayHaveTakenEffect, takesZxid } from './effects.ts';
import type { Features } from './features.ts';
import type { Findings } from './findings.ts';
import { idsOfAuth } from './model/acl.ts';
import { isWrite } from './model/multi.ts';
import type { Connection, Operation, Session } from './operations.ts';
import {
  backwards,
  behindEvent,
  overtaking,
  revived,
  staleSync,
  takenTwice,
  tooEarly,
  unasked,
  wrongAuth,
} from './order.ts';
import { Origins } from './origins.ts';
import type {
  AuthRequest,
  ConnectedRecord,
  EndedRecord,
  EventRecord,
  OpenedRecord,
  ReplyRecord,
  SentRecord,
  TraceRecord,
} from './trace.ts';
import { Windows } from './windows.ts';

const PING = -2;
/** Schemes whose credentials depend on how a server is configured. */
const CONFIGURED_SCHEMES: ReadonlySet<string> = new Set(['sasl', 'x509', 'ensemble']);

/** What one pass over a trace finds. */
export interface Paired {
  /** Operations whose reply carries a zxid, in the order of their replies. */
  readonly answered: Operation[];
  /** Writes that may have taken effect at an unknown zxid: no reply, or an error that leaves it open. */
  readonly inDoubt: Operation[];
  readonly connections: Connection[];
  readonly sessions: Map<bigint, Session>;
  /** Requests at the end of a connection that were never answered. */
  unanswered: number;
  records: number;
}

interface Client {
  readonly opened: OpenedRecord | undefined;
  connection: Connection | undefined;
  /** The largest zxid that it received, and the operation that it came with. */
  lastZxid: number;
  lastOperation: Operation | undefined;
}

export interface Surroundings {
  readonly features: Features;
  readonly findings: Findings;
  /** When a fault may have disturbed the servers. */
  readonly disturbed: readonly Disturbed[];
}

export function pair(
  records: Iterable<TraceRecord>,
  { features, findings, disturbed }: Surroundings,
): Paired {
  const pairing = new Pairing({ features, findings, disturbed });
  for (const record of records) pairing.take(record);
  return pairing.end();
}

class Pairing {
  readonly #features: Features;
  readonly #findings: Findings;
  readonly #disturbed: readonly Disturbed[];
  readonly #clients = new Map<number, Client>();
  readonly #windows = new Windows();
  readonly #origins = new Origins();
  readonly #paired: Paired = {
    answered: [],
    inDoubt: [],
    connections: [],
    sessions: new Map(),
    unanswered: 0,
    records: 0,
  };
  /** The largest zxid of any record so far. */
  #seen = 0;

  constructor({ features, findings, disturbed }: Surroundings) {
    this.#features = features;
    this.#findings = findings;
    this.#disturbed = disturbed;
  }

  take(record: TraceRecord): void {
    this.#paired.records++;
    switch (record.kind) {
      case 'opened':
        this.#clients.set(record.client, {
          opened: record,
          connection: undefined,
          lastZxid: 0,
          lastOperation: undefined,
        });
        return;
      case 'connected':
        this.#connected(record);
        return;
      case 'disconnected':
        this.#disconnected(this.#client(record.client), record.time);
        return;
      case 'expired':
      case 'closed':
        this.#ended(record);
        return;
      case 'sent':
        this.#sent(record);
        return;
      case 'reply':
        this.#reply(record);
        return;
      case 'event':
        this.#event(record);
        return;
    }
  }

  end(): Paired {
    for (const client of this.#clients.values())
      this.#disconnected(client, Number.POSITIVE_INFINITY);
    return this.#paired;
  }

  #client(id: number): Client {
    const known = this.#clients.get(id);
    if (known !== undefined) return known;
    const client: Client = {
      opened: undefined,
      connection: undefined,
      lastZxid: 0,
      lastOperation: undefined,
    };
    this.#clients.set(id, client);
    return client;
  }

  #connected(record: ConnectedRecord): void {
    const client = this.#client(record.client);
    this.#disconnected(client, record.time);
    const session = this.#session(record);
    session.leftAt = Number.POSITIVE_INFINITY;
    const connection: Connection = {
      client: record.client,
      process: client.opened?.process,
      node: record.node,
      session,
      start: record,
      who: { ids: [], origin: this.#origins.of(record) },
      events: [],
      waiting: [],
      lastZxid: 0,
      lastEventZxid: 0,
      replies: 0,
    };
    client.connection = connection;
    this.#paired.connections.push(connection);
  }

  #session(record: ConnectedRecord): Session {
    const known = this.#paired.sessions.get(record.session);
    if (known === undefined) return this.#newSession(record);
    if (!record.resumed) this.#findings.add(takenTwice(known, record));
    else if (known.expiredAt !== undefined) this.#findings.add(revived(known, record));
    return known;
  }

  #newSession(record: ConnectedRecord): Session {
    const session: Session = {
      id: record.session,
      timeoutMs: record.timeoutMs,
      firstClient: record.client,
      lastAlive: 0,
      lastAliveReply: undefined,
      expiredAt: undefined,
      leftAt: Number.POSITIVE_INFINITY,
      closedAt: undefined,
      closedBy: undefined,
      left: [],
    };
    this.#paired.sessions.set(record.session, session);
    return session;
  }

  #disconnected(client: Client, time: number): void {
    const { connection } = client;
    if (connection === undefined) return;
    client.connection = undefined;
    connection.session.leftAt = time;
    for (const operation of connection.waiting) {
      this.#paired.unanswered++;
      if (!mayHaveTakenEffect(operation)) continue;
      operation.seenBefore = Math.max(operation.seenBefore, client.lastZxid);
      this.#paired.inDoubt.push(operation);
      connection.session.left.push(operation);
      this.#windows.broken(operation, time);
    }
  }

  #ended(record: EndedRecord): void {
    const client = this.#client(record.client);
    const session = client.connection?.session ?? this.#lastSession(record.client);
    if (record.kind === 'expired' && session) this.#expired(session, record.time);
    this.#disconnected(client, record.time);
  }

  /** A leader that was paused or cut off may report an expiry that no quorum has agreed to. */
  #expired(session: Session, time: number): void {
    if (isCalm(this.#disturbed, Math.min(session.leftAt, time), time)) session.expiredAt ??= time;
  }

  #lastSession(client: number): Session | undefined {
    return this.#paired.connections.findLast(connection => connection.client === client)?.session;
  }

  #sent(record: SentRecord): void {
    const { connection } = this.#client(record.client);
    if (connection === undefined) return;
    if (record.request.f === 'auth') this.#authenticate(connection, record.request);
    connection.waiting.push({
      request: record.request,
      sent: record,
      connection,
      who: connection.who,
      seenBefore: this.#seen,
      reply: undefined,
      until: undefined,
      eventsBefore: 0,
      isBackwards: false,
    });
  }

  /** A server takes a credential as soon as it reads it: all later requests have it. */
  #authenticate(connection: Connection, request: AuthRequest): void {
    const ids = idsOfAuth(request.scheme, request.auth, this.#features.superDigest) ?? [];
    const { who } = connection;
    const fresh = ids.filter(
      ({ scheme, id }) => !who.ids.some(own => own.scheme === scheme && own.id === id),
    );
    if (fresh.length > 0) connection.who = { ...who, ids: [...who.ids, ...fresh] };
  }

  #reply(record: ReplyRecord): void {
    const client = this.#client(record.client);
    const { connection } = client;
    const operation = connection && this.#answeredBy(connection, record);
    if (operation === undefined) return;
    operation.reply = record;
    if (operation.request.f === 'auth') this.#checkAuth(operation, operation.request);
    if (operation.request.f === 'whoAmI')
      this.#origins.told(operation.connection.node, record.result?.ids);
    operation.eventsBefore = operation.connection.events.length;
    if (record.zxid > 0) this.#place(client, operation, record);
    if (isWrite(operation.request) && isDoubtful(record.err)) this.#paired.inDoubt.push(operation);
  }

  #checkAuth(operation: Operation, request: AuthRequest): void {
    const { scheme, auth } = request;
    const isKnown = idsOfAuth(scheme, auth, this.#features.superDigest) !== undefined;
    const expected = isKnown ? code.ok : code.authFailed;
    if (operation.reply?.err === expected || CONFIGURED_SCHEMES.has(scheme)) return;
    this.#findings.add(wrongAuth(operation, request, expected));
  }

  /** Takes the request that a reply answers off the queue; pings and credentials have queues of their own. */
  #answeredBy(connection: Connection, record: ReplyRecord): Operation | undefined {
    const { waiting } = connection;
    const at = waiting.findIndex(operation => operation.sent.xid === record.xid);
    const operation = waiting[at];
    if (operation === undefined) {
      this.#findings.add(unasked(connection, record));
      return undefined;
    }
    const overtaken = waiting.slice(0, at).find(({ sent }) => sent.xid > PING || sent.xid === -8);
    if (overtaken && (record.xid > PING || record.xid === -8))
      this.#findings.add(overtaking(operation, overtaken));
    if (at === 0) waiting.shift();
    else waiting.splice(at, 1);
    return operation;
  }

  #place(client: Client, operation: Operation, reply: ReplyRecord): void {
    this.#paired.answered.push(operation);
    const { connection } = operation;
    const { session } = connection;
    connection.replies++;
    if (reply.err !== code.sessionExpired && reply.zxid > session.lastAlive) {
      session.lastAlive = reply.zxid;
      session.lastAliveReply = reply;
    }
    operation.isBackwards = reply.zxid < Math.max(connection.lastZxid, connection.lastEventZxid);
    if (this.#isStaleSync(operation, reply)) this.#findings.add(staleSync(operation));
    if (reply.zxid < Math.max(client.lastZxid, connection.lastZxid)) {
      this.#findings.add(backwards(client, operation));
    } else if (reply.zxid < connection.lastEventZxid) {
      this.#findings.add(behindEvent(operation));
    } else if (isRemembered(operation)) client.lastOperation = operation;
    if (isRemembered(operation)) client.lastZxid = Math.max(client.lastZxid, reply.zxid);
    connection.lastZxid = Math.max(connection.lastZxid, reply.zxid);
    if (takesZxid(operation)) this.#transaction(operation, reply);
    this.#seen = Math.max(this.#seen, reply.zxid);
  }

  #transaction(operation: Operation, reply: ReplyRecord): void {
    if (reply.zxid <= operation.seenBefore)
      this.#findings.add(tooEarly(this.#paired.answered, operation));
    this.#windows.wrote(operation, reply.zxid);
    const { session } = operation.connection;
    for (const left of session.left.splice(0)) {
      if (left.connection === operation.connection) session.left.push(left);
      else left.until = Math.min(left.until ?? reply.zxid, reply.zxid);
    }
  }

  /** Tests for a stale sync. A sync brings its server up to everything that was committed at its invocation,
   * including everything that a client has seen. A leader that a fault deposed may answer one
   * (ZOOKEEPER-1675). */
  #isStaleSync(
    { request, sent, seenBefore }: Operation,
    { err, zxid, time }: ReplyRecord,
  ): boolean {
    if (request.f !== 'sync' || err !== code.ok || zxid >= seenBefore) return false;
    return isCalm(this.#disturbed, sent.time, time);
  }

  #event(record: EventRecord): void {
    const { connection } = this.#client(record.client);
    connection?.events.push(record);
    if (connection !== undefined)
      connection.lastEventZxid = Math.max(connection.lastEventZxid, record.zxid);
    if (record.zxid > this.#seen) this.#seen = record.zxid;
  }
}
