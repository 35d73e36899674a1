/** Judges the removal of containers and TTL znodes: one that is due is removed at the next search of the leader,
 * or the one after it. A container is due once it has lost its last child, a TTL znode once it had no child and was
 * not written for its time. Source: ContainerManager.java. */
import type { KnownAnomaly } from '../../anomalies.ts';
import type { ReplyRecord, SentRecord, TraceRequest, TraceResult } from '../replay/trace.ts';
import { type Exchange, operationsOf, seconds } from './anomalies.ts';
import type { Times } from './limits.ts';

const MS = 1e6;

interface Mortal {
  readonly czxid: number;
  readonly kind: 'container' | 'TTL znode';
  /** Milliseconds; 0 for a container. */
  readonly ttlMs: number;
  mzxid: number;
  pzxid: number;
  /** When it was first seen as it is, without children. Infinity: it has some, or may have its first yet. */
  emptySinceNs: number;
  reported: boolean;
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
      ...{ czxid, mzxid, pzxid, reported: false },
      emptySinceNs: request.f === 'createTTL' ? atNs : Number.POSITIVE_INFINITY,
    });
  }

  #seen(path: string, sent: SentRecord, reply: ReplyRecord): void {
    const mortal = this.#mortals.get(path);
    const stat = reply.result?.stat;
    if (mortal === undefined || stat === undefined || stat.czxid !== mortal.czxid) return;
    const isSame = stat.mzxid === mortal.mzxid && stat.pzxid === mortal.pzxid;
    const isEmpty = stat.numChildren === 0 && (mortal.kind === 'TTL znode' || stat.cversion > 0);
    if (!isSame || !isEmpty || mortal.emptySinceNs === Number.POSITIVE_INFINITY) {
      mortal.emptySinceNs = isEmpty ? reply.time : Number.POSITIVE_INFINITY;
      Object.assign(mortal, { mzxid: stat.mzxid, pzxid: stat.pzxid });
      return;
    }
    this.#judge(path, mortal, { sent, reply });
  }

  #judge(path: string, mortal: Mortal, { sent, reply }: Exchange): void {
    const removalMs = this.#times.removalMs();
    if (removalMs === undefined) return;
    const dueNs = mortal.emptySinceNs + mortal.ttlMs * MS;
    if (sent.time > dueNs) this.judged++;
    const isLate = sent.time > dueNs + removalMs * MS;
    if (!isLate || mortal.reported || !this.#times.isCalm(mortal.emptySinceNs, reply.time)) return;
    mortal.reported = true;
    this.anomalies.push(lateRemoval(path, mortal, reply));
  }
}

function lateRemoval(
  path: string,
  { kind, ttlMs, emptySinceNs }: Mortal,
  reply: ReplyRecord,
): KnownAnomaly {
  const due = kind === 'container' ? '' : `, its time to live ${ttlMs} ms`;
  return {
    type: 'late-removal',
    promised:
      'a container that has lost its last child, and a TTL znode that nobody writes to, are removed',
    seen: `${kind} ${path} was still there at ${seconds(reply.time)}, though it had no child and did not change since ${seconds(emptySinceNs)}${due}, and no fault was active since`,
    operations: operationsOf(reply),
  };
}
