/** Judges the removal of containers and TTL znodes: one that is due is removed at the next search of the leader,
 * or the one after it. A container is due once it has lost its last child, a TTL znode once it had no child and was
 * not written for its time. Source: ContainerManager.java. */
import type { KnownAnomaly } from '../../anomalies.ts';
import type { ReplyRecord, SentRecord, TraceRequest, TraceResult } from '../replay/trace.ts';
import { seconds } from '../words.ts';
import { type Exchange, operationsOf } from './anomalies.ts';
import type { Times } from './limits.ts';

const MS = 1e6;

interface Mortal {
  readonly czxid: number;
  readonly kind: 'container' | 'TTL znode';
  /** Milliseconds; 0 for a container. */
  readonly ttlMs: number;
  mzxid: number;
  /** When it was first seen with this mzxid. */
  writtenNs: number;
  pzxid: number;
  /** When it was first seen with this pzxid, and without children. Infinity: it has some, or may have its first yet. */
  emptySinceNs: number;
  reported: boolean;
}

interface Due {
  readonly sinceNs: number;
  readonly dueNs: number;
}

export class Removals {
  readonly #times: Times;
  readonly #mortals = new Map<string, Mortal>();
  readonly anomalies: KnownAnomaly[] = [];
  /** Looks at a container or TTL znode that was due. */
  judged = 0;

  constructor(times: Times) {
    this.#times = times;
  }

  answered(sent: SentRecord, reply: ReplyRecord): void {
    if (reply.err !== 0 || reply.result === undefined) return;
    const { request } = sent;
    if (request.f === 'multi')
      for (const [at, part] of request.parts.entries())
        this.#created(part, reply.result.parts?.[at], reply.time);
    else this.#created(request, reply.result, reply.time);
    if ('path' in request) this.#seen(request.path, sent, reply);
  }

  #created(request: TraceRequest, result: TraceResult | undefined, atNs: number): void {
    const isMortal = request.f === 'createContainer' || request.f === 'createTTL';
    if (!isMortal || result?.path === undefined || result.stat === undefined) return;
    const { czxid, mzxid, pzxid } = result.stat;
    this.#mortals.set(result.path, {
      kind: request.f === 'createTTL' ? 'TTL znode' : 'container',
      ttlMs: request.ttl ?? 0,
      ...{ czxid, mzxid, pzxid, writtenNs: atNs, reported: false },
      emptySinceNs: request.f === 'createTTL' ? atNs : Number.POSITIVE_INFINITY,
    });
  }

  #seen(path: string, sent: SentRecord, reply: ReplyRecord): void {
    const mortal = this.#mortals.get(path);
    const stat = reply.result?.stat;
    if (mortal === undefined || stat === undefined || stat.czxid !== mortal.czxid) return;
    if (stat.mzxid !== mortal.mzxid) mortal.writtenNs = reply.time;
    const isEmpty = stat.numChildren === 0 && (mortal.kind === 'TTL znode' || stat.cversion > 0);
    const wasEmpty = stat.pzxid === mortal.pzxid && mortal.emptySinceNs < Number.POSITIVE_INFINITY;
    if (!isEmpty) mortal.emptySinceNs = Number.POSITIVE_INFINITY;
    else if (!wasEmpty) mortal.emptySinceNs = reply.time;
    Object.assign(mortal, { mzxid: stat.mzxid, pzxid: stat.pzxid });
    this.#judge(path, mortal, { sent, reply });
  }

  #judge(path: string, mortal: Mortal, { sent, reply }: Exchange): void {
    const removalMs = this.#times.removalMs();
    if (removalMs === undefined) return;
    const { sinceNs, dueNs } = dueOf(mortal);
    if (sent.time > dueNs) this.judged++;
    const isLate = sent.time > dueNs + removalMs * MS;
    if (!isLate || mortal.reported || !this.#times.isCalm(sinceNs, reply.time)) return;
    mortal.reported = true;
    this.anomalies.push(lateRemoval(path, mortal, reply));
  }
}

/** Returns when it is due, and since when that is certain. Children that come and go do not prolong a time to live. */
function dueOf({ kind, ttlMs, writtenNs, emptySinceNs }: Mortal): Due {
  if (kind === 'container') return { sinceNs: emptySinceNs, dueNs: emptySinceNs };
  return {
    sinceNs: Math.min(writtenNs, emptySinceNs),
    dueNs: Math.max(writtenNs + ttlMs * MS, emptySinceNs),
  };
}

function lateRemoval(path: string, mortal: Mortal, reply: ReplyRecord): KnownAnomaly {
  const { kind, ttlMs, writtenNs, emptySinceNs } = mortal;
  const due =
    kind === 'container'
      ? ''
      : `, nobody wrote to it since ${seconds(writtenNs)}, its time to live ${ttlMs} ms`;
  return {
    type: 'late-removal',
    promised:
      'a container that has lost its last child, and a TTL znode that nobody writes to, are removed',
    seen: `${kind} ${path} was still there at ${seconds(reply.time)}, though it had no child since ${seconds(emptySinceNs)}${due}, and no fault was active since`,
    operations: operationsOf(reply),
  };
}
