/** Judges the lifetimes of sessions from the trace of a run, whatever its workload is about.
 *
 * A session expires no sooner than its timeout after the last request that a server answered, and not much later
 * than that; its ephemerals are deleted with it; once it is over, no server resumes it. Expiry is judged only while no
 * fault may have disturbed the servers: a leader that is paused, cut off or replaced expires sessions late or,
 * since it has not heard of them, early. Its word that a session has expired binds nobody: only the leader of a
 * quorum can close one.
 * Source: ZooKeeper Programmer's Guide, ZooKeeper Sessions; SessionTrackerImpl, LearnerSessionTracker. */
import type { KnownAnomaly } from '../anomalies.ts';
import type { Verdict } from '../contract.ts';
import { hexOf } from '../hex.ts';
import { type Disturbed, isCalm } from './disturbed.ts';
import type {
  ConnectedRecord,
  EndedRecord,
  ReplyRecord,
  TraceRecord,
  TraceStat,
} from './replay/trace.ts';

/** How long after its timeout a session may live on, in milliseconds beside one more timeout: servers round
 *  deadlines up to a tick, and a follower's copy is behind the leader's. */
const LATE_MS = 5_000;
const MS = 1e6;

interface Session {
  readonly id: bigint;
  timeoutMs: number;
  /** When the last request that was answered had been sent: its server heard of the session then, or later. */
  answeredNs: number;
  /** The last time at which anything of it passed between client and servers. */
  contactNs: number;
  closedNs: number | undefined;
  expiredNs: number | undefined;
}

/** Takes the records of a trace one by one, in their order. */
export class SessionsCheck {
  readonly #disturbed: readonly Disturbed[];
  readonly #sessions = new Map<bigint, Session>();
  /** The session that a client had last. */
  readonly #sessionOf = new Map<number, Session>();
  /** When each request without a reply was sent, by client and xid. */
  readonly #sent = new Map<number, Map<number, number[]>>();
  readonly #anomalies: KnownAnomaly[] = [];
  /** Sessions whose ephemerals were reported as ghosts: once each. */
  readonly #ghosts = new Set<bigint>();
  #expiries = 0;
  #judged = 0;

  constructor(disturbed: readonly Disturbed[]) {
    this.#disturbed = disturbed;
  }

  take(record: TraceRecord): void {
    switch (record.kind) {
      case 'connected':
        this.#connected(record);
        break;
      case 'sent':
        this.#sentAt(record.client, record.xid, record.time);
        break;
      case 'reply':
        this.#replied(record);
        break;
      case 'expired':
      case 'closed':
        this.#ended(record);
        break;
      case 'disconnected':
        this.#sent.delete(record.client);
        break;
      case 'opened':
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
    };
    const [first, ...others] = this.#anomalies;
    if (first !== undefined) return { valid: false, anomalies: [first, ...others], counts };
    if (this.#sessions.size === 0)
      return { valid: 'unknown', why: 'the trace has no session', counts };
    return { valid: true, counts };
  }

  #connected(record: ConnectedRecord): void {
    const session = this.#sessions.get(record.session) ?? newSession(record);
    if (record.resumed) this.#resumed(session, record);
    session.timeoutMs = record.timeoutMs;
    session.answeredNs = Math.max(session.answeredNs, record.time);
    session.contactNs = record.time;
    this.#sessions.set(record.session, session);
    this.#sessionOf.set(record.client, session);
  }

  #resumed(session: Session, record: ConnectedRecord): void {
    const over = session.closedNs ?? session.expiredNs;
    if (over !== undefined) {
      this.#anomalies.push(revived(session, record, over));
      return;
    }
    const silentMs = (record.time - session.contactNs) / MS;
    const boundMs = 2 * session.timeoutMs + LATE_MS;
    if (silentMs > boundMs && this.#isCalm(session.contactNs, record.time))
      this.#anomalies.push(lateExpiry(session, record, silentMs));
  }

  #sentAt(client: number, xid: number, time: number): void {
    const session = this.#sessionOf.get(client);
    if (session !== undefined) session.contactNs = time;
    const ofClient = this.#sent.get(client) ?? new Map<number, number[]>();
    this.#sent.set(client, ofClient);
    const lane = ofClient.get(xid);
    if (lane === undefined) ofClient.set(xid, [time]);
    else lane.push(time);
  }

  #replied(record: ReplyRecord): void {
    const session = this.#sessionOf.get(record.client);
    const lane = this.#sent.get(record.client)?.get(record.xid);
    const sentNs = lane?.shift();
    if (lane?.length === 0) this.#sent.get(record.client)?.delete(record.xid);
    if (session !== undefined) {
      session.contactNs = record.time;
      if (sentNs !== undefined) session.answeredNs = Math.max(session.answeredNs, sentNs);
    }
    const stat = record.result?.stat;
    if (stat !== undefined && sentNs !== undefined) this.#owned(stat, sentNs, record);
  }

  /** A znode that belongs to a session was seen by a request sent at `sentNs`. */
  #owned(stat: TraceStat, sentNs: number, record: ReplyRecord): void {
    const owner = this.#sessions.get(stat.ephemeralOwner);
    if (owner === undefined || this.#ghosts.has(owner.id)) return;
    const dueNs =
      owner.closedNs === undefined
        ? owner.contactNs + (2 * owner.timeoutMs + LATE_MS) * MS
        : owner.closedNs + LATE_MS * MS;
    const lastNs = owner.closedNs ?? owner.contactNs;
    if (sentNs <= dueNs || !this.#isCalm(lastNs, record.time)) return;
    this.#ghosts.add(owner.id);
    this.#anomalies.push(ghost(owner, record, lastNs));
  }

  #ended(record: EndedRecord): void {
    const session = this.#sessionOf.get(record.client);
    if (session === undefined) return;
    if (record.kind === 'closed') {
      session.closedNs ??= record.time;
      return;
    }
    this.#expiries++;
    if (!this.#isCalm(session.contactNs, record.time)) return;
    if (session.closedNs === undefined && session.expiredNs === undefined)
      this.#expired(session, record);
    session.expiredNs ??= record.time;
  }

  #expired(session: Session, record: EndedRecord): void {
    if (!this.#isCalm(session.answeredNs, record.time)) return;
    this.#judged++;
    const aliveMs = (record.time - session.answeredNs) / MS;
    if (aliveMs < session.timeoutMs) this.#anomalies.push(earlyExpiry(session, record, aliveMs));
  }

  #isCalm(fromNs: number, toNs: number): boolean {
    return isCalm(this.#disturbed, fromNs, toNs);
  }
}

function newSession({ session: id, timeoutMs, time }: ConnectedRecord): Session {
  return {
    ...{ id, timeoutMs, answeredNs: time, contactNs: time },
    ...{ closedNs: undefined, expiredNs: undefined },
  };
}

const seconds = (ns: number): string => `${(ns / 1e9).toFixed(3)} s`;

function earlyExpiry(
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

function lateExpiry(
  { id, timeoutMs }: Session,
  record: ConnectedRecord,
  silentMs: number,
): KnownAnomaly {
  return {
    type: 'late-expiry',
    promised: 'a session that is silent for longer than its timeout expires',
    seen: `${record.node} resumed session ${hexOf(id)}, timeout ${timeoutMs} ms, at ${seconds(record.time)}, after ${Math.round(silentMs)} ms of silence without a fault`,
    operations: operationsOf(record),
  };
}

function revived({ id }: Session, record: ConnectedRecord, overNs: number): KnownAnomaly {
  return {
    type: 'dead-session',
    promised: 'a session that was closed or has expired is never resumed',
    seen: `${record.node} resumed session ${hexOf(id)} at ${seconds(record.time)}, although its end had been reported at ${seconds(overNs)}`,
    operations: operationsOf(record),
  };
}

function ghost({ id, closedNs }: Session, record: ReplyRecord, lastNs: number): KnownAnomaly {
  const end = closedNs === undefined ? 'was last heard of' : 'was closed';
  return {
    type: 'ghost-ephemeral',
    promised: 'an ephemeral znode lives exactly as long as its session',
    seen: `at ${seconds(record.time)} a znode of session ${hexOf(id)} was still there, which ${end} at ${seconds(lastNs)}, and no fault was active since`,
    operations: operationsOf(record),
  };
}

function operationsOf({ operation }: TraceRecord): readonly number[] {
  return operation === undefined ? [] : [operation];
}
