/** Judges whether a server opens sessions and answers their requests. A connection delivers in order: a
 * server that answers a ping had read everything that the client sent before it. A request that it still has
 * not answered counts as forgotten in two cases. Either the server answers what others sent later, under any
 * faults; or it has answered nothing of that kind to any client for long enough, and there was no fault.
 * Source: ZooKeeper Programmer's Guide, Consistency Guarantees; CommitProcessor.java. */
import type { KnownAnomaly } from '../../anomalies.ts';
import { isWrite } from '../replay/model/multi.ts';
import type {
  ConnectedRecord,
  ReplyRecord,
  SentRecord,
  TraceRequest,
  UnservedRecord,
} from '../replay/trace.ts';
import { unanswered, unopened } from './anomalies.ts';
import type { Times } from './limits.ts';

const PING = -2;
/** A server that gets requests done answers sooner than this. */
const SILENT_NS = 2e9;
/** Long enough for a slow disk and a busy machine. */
const FORGOTTEN_NS = 15e9;
/** Elections wait for longer and longer: after a long cut, servers may need this time to serve again. */
const AFTERMATH_NS = 60e9;

interface Waiting {
  readonly sent: SentRecord;
  /** When it was first known that the server answers what was sent later. */
  passedNs?: number;
}

interface Link {
  readonly node: string;
  /** Requests without a reply, in the order in which they were sent. */
  readonly waiting: Waiting[];
  readonly pings: number[];
}

/** Takes what all clients sent and received, in order. */
export class Silences {
  readonly anomalies: KnownAnomaly[] = [];
  readonly #times: Times;
  readonly #links = new Map<number, Link>();
  /** When the latest request was sent that the server has answered, by server and kind. */
  readonly #latest = new Map<string, number>();
  /** The oldest request that a server had read, and since which it has answered none, by server and kind. */
  readonly #mute = new Map<string, SentRecord>();

  /** The first of the clients that gave up a server, and since which it has taken none. */
  readonly #shut = new Map<string, UnservedRecord>();

  constructor(times: Times) {
    this.#times = times;
  }

  connected({ client, node }: ConnectedRecord): void {
    this.#links.set(client, { node, waiting: [], pings: [] });
    this.#shut.delete(node);
  }

  /** A server refused to resume a session, which is an answer. */
  refused(node: string | undefined): void {
    if (node !== undefined) this.#shut.delete(node);
  }

  unserved(record: UnservedRecord): void {
    const { node, time } = record;
    const first = this.#shut.get(node);
    const isLong = first !== undefined && first.askedAt + FORGOTTEN_NS < time;
    if (isLong && this.#isCalm(first.askedAt, time)) this.anomalies.push(unopened(first, time));
    if (first === undefined || isLong) this.#shut.set(node, record);
  }

  disconnected(client: number): void {
    this.#links.delete(client);
  }

  sent(sent: SentRecord): void {
    const link = this.#links.get(sent.client);
    if (link === undefined) return;
    if (sent.xid === PING) link.pings.push(sent.time);
    else if (sent.xid > 0) link.waiting.push({ sent });
  }

  answered({ client, xid, time }: ReplyRecord): void {
    const link = this.#links.get(client);
    if (link === undefined) return;
    if (xid === PING) {
      const pingedNs = link.pings.shift();
      if (pingedNs !== undefined) this.#alive(link, pingedNs, time);
      return;
    }
    const at = link.waiting.findIndex(({ sent }) => sent.xid === xid);
    const [done] = at < 0 ? [] : link.waiting.splice(at, 1);
    if (done === undefined) return;
    const key = keyOf(link, done.sent);
    this.#latest.set(key, Math.max(this.#latest.get(key) ?? 0, done.sent.time));
    this.#mute.delete(key);
  }

  /** The server has answered a ping: had it forgotten the oldest request already when it was asked? */
  #alive(link: Link, pingedNs: number, nowNs: number): void {
    const [oldest] = link.waiting;
    if (oldest === undefined || oldest.sent.time + SILENT_NS > pingedNs) return;
    const key = keyOf(link, oldest.sent);
    const first = this.#mute.get(key) ?? oldest.sent;
    this.#mute.set(key, first);
    const isPassed = oldest.passedNs !== undefined && pingedNs > oldest.passedNs;
    const isLong = first.time + FORGOTTEN_NS < pingedNs;
    if (isPassed || (isLong && this.#isCalm(first.time, pingedNs))) {
      const forgotten = isPassed ? oldest.sent : first;
      this.anomalies.push(unanswered(forgotten, link.node, { nowNs, isPassed }));
      link.waiting.shift();
    } else if ((this.#latest.get(key) ?? 0) > oldest.sent.time) oldest.passedNs ??= nowNs;
    if (isPassed || isLong) this.#mute.delete(key);
  }

  #isCalm(fromNs: number, toNs: number): boolean {
    return this.#times.isCalm(fromNs - AFTERMATH_NS, toNs);
  }
}

/** A server that reads alone is cut off from its leader: those two kinds of requests say nothing of each other. */
function keyOf({ node }: Link, { request }: SentRecord): string {
  return `${node} ${needsLeader(request) ? 'leader' : 'alone'}`;
}

function needsLeader(request: TraceRequest): boolean {
  return isWrite(request) || ['sync', 'closeSession', 'reconfig'].includes(request.f);
}
