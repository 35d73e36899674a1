/** Judges the lifetimes of sessions from the trace of a run of any workload.
 *
 * A session expires no sooner than its timeout after the last request that a server answered, and not much later
 * than that; its ephemerals are deleted with it; once it is over, no server resumes or serves it. It is resumed for a
 * client that offers its password, and for no other, and is then served on that connection alone. What it asks for is
 * answered. Containers and TTL znodes are removed when they are due. What faults may have delayed is not judged, nor the word of a server that was
 * paused or cut off that a session has expired: it binds nobody, since only the leader of a quorum can close one. While
 * servers crash, an expiry may be early by what their leader had not heard of.
 * Source: ZooKeeper Programmer's Guide, ZooKeeper Sessions; SessionTrackerImpl, LearnerSessionTracker. */
import type { KnownAnomaly } from '../../anomalies.ts';
import type { Verdict } from '../../contract.ts';
import type { Disturbed } from '../disturbed.ts';
import { isWrite } from '../replay/model/multi.ts';
import type {
  ConnectedRecord,
  EndedRecord,
  OpenedRecord,
  ReplyRecord,
  SentRecord,
  TraceRecord,
  TraceStat,
  UnresumedRecord,
} from '../replay/trace.ts';
import * as anomalies from './anomalies.ts';
import { type ServerLimits, Times } from './limits.ts';
import { Removals } from './removals.ts';
import { newSession, type Session } from './session.ts';
import { Silences } from './silences.ts';

/** How long reads may show what a closed session has left, in milliseconds: servers may be behind. */
const STALE_MS = 5_000;
/** Hang-ups, and milliseconds from the first of them, after which a client's session is refused for good. */
const MOST_REFUSALS = 5;
const REFUSED_MS = 2_000;
const MS = 1e6;

interface Sent {
  readonly record: SentRecord;
  /** Milliseconds in which nothing of its session had passed before it. */
  readonly silentMs: number;
  /** The client on whose connection its session was resumed last, when it was sent; undefined where that is open. */
  readonly holder: number | undefined;
}

/** Takes the records of a trace one by one, in their order. */
export class SessionsCheck {
  readonly #times: Times;
  readonly #removals: Removals;
  readonly #silences: Silences;
  readonly #sessions = new Map<bigint, Session>();
  /** The session that a client had last, and the timeout that it asks for. */
  readonly #sessionOf = new Map<number, Session>();
  readonly #askedMs = new Map<number, number>();
  /** Requests without a reply, by client and xid. */
  readonly #sent = new Map<number, Map<number, Sent[]>>();
  readonly #anomalies: KnownAnomaly[] = [];
  /** Sessions that were reported: once each for each reason. */
  readonly #reported = new Set<string>();
  #expiries = 0;
  #judged = 0;

  /** `disturbed`: by faults of servers and of the network; `ofClients`: by those of clients alone. */
  constructor(
    disturbed: readonly Disturbed[],
    limits: ServerLimits = {},
    ofClients: readonly Disturbed[] = [],
  ) {
    this.#times = new Times(disturbed, limits);
    this.#removals = new Removals(this.#times);
    this.#silences = new Silences(new Times([...disturbed, ...ofClients], limits));
  }

  take(record: TraceRecord): void {
    switch (record.kind) {
      case 'opened':
        this.#opened(record);
        break;
      case 'connected':
        this.#connected(record);
        this.#silences.connected(record);
        break;
      case 'unresumed':
        this.#unresumed(record);
        break;
      case 'unserved':
        this.#silences.unserved(record);
        break;
      case 'sent':
        this.#sentBy(record);
        this.#silences.sent(record);
        break;
      case 'reply':
        this.#replied(record);
        this.#silences.answered(record);
        break;
      case 'expired':
      case 'closed':
        this.#ended(record);
        this.#silences.refused(record.node);
        break;
      case 'disconnected':
        this.#sent.delete(record.client);
        this.#silences.disconnected(record.client);
        break;
      case 'event':
        break;
    }
  }

  /** Returns what was found; unknown where the trace has no session. */
  end(): Verdict {
    const counts = {
      sessions: this.#sessions.size,
      expiries: this.#expiries,
      'expiries judged': this.#judged,
      'removals judged': this.#removals.judged,
    };
    const [first, ...others] = [
      ...this.#anomalies,
      ...this.#removals.anomalies,
      ...this.#silences.anomalies,
    ];
    if (first !== undefined) return { valid: false, anomalies: [first, ...others], counts };
    if (this.#sessions.size === 0)
      return { valid: 'unknown', why: 'the trace has no session', counts };
    return { valid: true, counts };
  }

  #opened({ client, timeoutMs }: OpenedRecord): void {
    this.#askedMs.set(client, timeoutMs);
  }

  #connected(record: ConnectedRecord): void {
    const known = this.#sessions.get(record.session);
    const session = known ?? newSession(record);
    this.#timeout(record, record.resumed ? known : undefined);
    if (record.resumed) this.#resumed(session, record);
    if (this.#mayBeOver(session, record)) session.lapsedNs ??= session.contactNs;
    session.answeredNs = Math.max(session.answeredNs, record.askedAt ?? record.time);
    session.contactNs = record.time;
    session.refusals = 0;
    session.holder = (record.askedAt ?? record.time) < session.heldNs ? undefined : record.client;
    session.heldNs = record.time;
    this.#sessions.set(record.session, session);
    this.#sessionOf.set(record.client, session);
  }

  #mayBeOver({ contactNs, timeoutMs }: Session, { time }: ConnectedRecord): boolean {
    return time - contactNs > timeoutMs * MS && !this.#times.isCalm(contactNs, time);
  }

  #timeout(record: ConnectedRecord, known: Session | undefined): void {
    const askedMs = this.#askedMs.get(record.client);
    const granted = askedMs === undefined ? undefined : this.#times.grantedMs(askedMs);
    const expectedMs = record.resumed ? known?.timeoutMs : granted;
    if (expectedMs !== undefined && expectedMs !== record.timeoutMs)
      this.#report(record.session, anomalies.wrongTimeout(expectedMs, record));
  }

  #resumed(session: Session, record: ConnectedRecord): void {
    const over = session.closedNs ?? session.expiredNs;
    const { offered, password } = record;
    if (over !== undefined) {
      this.#anomalies.push(anomalies.revived(session, record, over));
      return;
    }
    if (offered !== undefined && session.password !== undefined && offered !== session.password)
      this.#anomalies.push(anomalies.impostor(session, record));
    if (password !== session.password && password !== undefined && session.password !== undefined)
      this.#report(session.id, anomalies.wrongPassword(session, record));
    const silentMs = (record.time - session.contactNs) / MS;
    if (this.#isTooSilent(session, silentMs, record.time))
      this.#anomalies.push(anomalies.lateExpiry(session, record, silentMs));
  }

  #isTooSilent({ timeoutMs }: Session, silentMs: number, atNs: number): boolean {
    const isLate = silentMs > this.#times.silenceMs(timeoutMs);
    return isLate && this.#times.isCalm(atNs - silentMs * MS, atNs);
  }

  /** A client that comes back is hung up on: once in a while by a server that is behind, but not for good. */
  #unresumed(record: UnresumedRecord): void {
    const session = this.#sessions.get(record.session);
    if (session === undefined || record.offered !== session.password) return;
    if (session.closedNs !== undefined || session.expiredNs !== undefined) return;
    if (session.refusals++ === 0) session.firstRefusalNs = record.time;
    const dueNs = session.firstRefusalNs + REFUSED_MS * MS;
    if (session.refusals < MOST_REFUSALS || record.time < dueNs) return;
    const isInTime = session.firstRefusalNs < session.answeredNs + session.timeoutMs * MS;
    if (isInTime && this.#times.isCalm(session.contactNs, record.time))
      this.#report(session.id, anomalies.unresumed(session, record));
  }

  #sentBy(record: SentRecord): void {
    const { client, xid, time } = record;
    const session = this.#sessionOf.get(client);
    const silentMs = session === undefined ? 0 : (time - session.contactNs) / MS;
    if (session !== undefined) {
      session.contactNs = time;
      session.closing ||= record.request.f === 'closeSession';
    }
    const sent = { record, silentMs, holder: session === undefined ? client : session.holder };
    const ofClient = this.#sent.get(client) ?? new Map<number, Sent[]>();
    this.#sent.set(client, ofClient);
    const lane = ofClient.get(xid);
    if (lane === undefined) ofClient.set(xid, [sent]);
    else lane.push(sent);
  }

  #replied(reply: ReplyRecord): void {
    const session = this.#sessionOf.get(reply.client);
    const lane = this.#sent.get(reply.client)?.get(reply.xid);
    const sent = lane?.shift();
    if (lane?.length === 0) this.#sent.get(reply.client)?.delete(reply.xid);
    if (sent === undefined || session === undefined) return;
    this.#served(session, sent, reply);
    session.contactNs = reply.time;
    session.answeredNs = Math.max(session.answeredNs, sent.record.time);
    if (isWrite(sent.record.request) && reply.err === 0) session.lapsedNs = undefined;
    const stat = reply.result?.stat;
    if (stat !== undefined && stat.ephemeralOwner !== 0n)
      this.#owned(stat, sent.record.time, reply);
    this.#removals.answered(sent.record, reply);
  }

  /** Records that a server served a session: the session had to be alive, and at this connection. */
  #served(session: Session, { record: sent, silentMs, holder }: Sent, reply: ReplyRecord): void {
    if (reply.err !== 0) return;
    const isChange = isWrite(sent.request) && reply.zxid > 0;
    const overNs = session.closedNs ?? session.expiredNs;
    if (this.#isTooSilent(session, silentMs, sent.time))
      this.#report(session.id, anomalies.lateExpiry(session, reply, silentMs));
    else if (overNs !== undefined && sent.time > overNs) {
      const isLate = sent.time > overNs + STALE_MS * MS && this.#times.isCalm(overNs, reply.time);
      if (isChange || isLate)
        this.#report(session.id, anomalies.servedAfterEnd(session, { sent, reply }, overNs));
    } else if (isChange && holder !== undefined && holder !== reply.client)
      this.#report(session.id, anomalies.servedAfterMove(session, { sent, reply, holder }));
  }

  #report(session: bigint, anomaly: KnownAnomaly): void {
    const key = `${session} ${anomaly.type}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.#anomalies.push(anomaly);
  }

  /** A znode that belongs to a session was seen by a request sent at `sentNs`. */
  #owned(stat: TraceStat, sentNs: number, record: ReplyRecord): void {
    const owner = this.#sessions.get(stat.ephemeralOwner);
    if (owner === undefined) return;
    const dueNs =
      owner.closedNs === undefined
        ? owner.contactNs + this.#times.silenceMs(owner.timeoutMs) * MS
        : owner.closedNs + STALE_MS * MS;
    const lastNs = owner.closedNs ?? owner.contactNs;
    if (sentNs <= dueNs || !this.#times.isCalm(lastNs, record.time)) return;
    this.#report(owner.id, anomalies.ghost(owner, record, lastNs));
  }

  #ended(record: EndedRecord): void {
    const session =
      record.session === undefined
        ? this.#sessionOf.get(record.client)
        : this.#sessions.get(record.session);
    if (session === undefined) return;
    if (record.kind === 'closed') {
      session.closedNs ??= record.time;
      return;
    }
    if (record.offered !== undefined && record.offered !== session.password) return;
    this.#expiries++;
    const earlyMs = this.#times.earlyMs(session.lapsedNs ?? session.contactNs, record.time);
    if (earlyMs === undefined) return;
    if (!session.closing && session.closedNs === undefined && session.expiredNs === undefined)
      this.#expired(session, record, earlyMs);
    session.expiredNs ??= record.time;
  }

  #expired(session: Session, record: EndedRecord, earlyMs: number): void {
    this.#judged++;
    const aliveMs = (record.time - session.answeredNs) / MS;
    if (aliveMs < session.timeoutMs - earlyMs)
      this.#anomalies.push(anomalies.earlyExpiry(session, record, aliveMs));
  }
}
