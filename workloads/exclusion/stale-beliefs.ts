/** Finds holders that believed themselves in although others had been let in: their sessions were over, and
 * they had not noticed. No service can prevent that, since a client may be paused or partitioned for any
 * time. A resource that compares fencing tokens, and refuses those older than the newest it has seen, can. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { indicesOf } from '../../src/checker/finding.ts';
import { type Hold, leftItself, nameOf, operationsOf, untilNs } from '../../src/checker/holds.ts';

import { hexOf } from '../../src/hex.ts';

export interface StaleBelief {
  /** The hold that was lost. */
  readonly stale: Hold;
  /** The first client let in meanwhile. */
  readonly next: Hold;
  /** The time from the next holder's entry to the moment when the first tried to leave. */
  readonly overlapMs: number;
}

interface Together {
  /** How many that conflict may be in at the same time. */
  readonly capacity: number;
  readonly conflicts: (earlier: Hold, later: Hold) => boolean;
}

/** Finds stale beliefs among holds in the order of their entries. Holds that were released, with an
 * acknowledgement, were not lost. */
export function staleBeliefs(
  holds: readonly Hold[],
  { conflicts, capacity }: Together,
): readonly StaleBelief[] {
  const lastNs = holds.at(-1)?.enter.returnNs ?? 0;
  const found = new Map<Hold, StaleBelief>();
  let inside: readonly Hold[] = [];
  for (const next of holds) {
    const nowNs = next.enter.returnNs;
    inside = inside.filter(other => untilNs(other) > nowNs);
    const others = inside.filter(other => conflicts(other, next) || conflicts(next, other));
    inside = [...inside, next];
    if (others.length < capacity) continue;
    for (const stale of lost(others).slice(0, 1 + others.length - capacity)) {
      if (found.has(stale)) continue;
      const overlapNs = (stale.leave?.callNs ?? lastNs) - nowNs;
      found.set(stale, { stale, next, overlapMs: Math.round(overlapNs / 1e6) });
    }
  }
  return [...found.values()];
}

/** Returns the holds that may have been lost, first those whose session was reported over later. */
function lost(holds: readonly Hold[]): readonly Hold[] {
  const expired = ({ leave }: Hold): boolean => leave?.error?.name === 'SESSIONEXPIRED';
  const candidates = holds.filter(hold => !leftItself(hold));
  return [...candidates.filter(expired), ...candidates.filter(hold => !expired(hold))];
}

/** Returns one sentence. `belief`: `it held the lock`. */
export function tellStale({ stale, next, overlapMs }: StaleBelief, belief: string): string {
  return `${nameOf(stale)} still believed that ${belief} ${overlapMs} ms after ${nameOf(next)} had been let in`;
}

/** Returns the same as an anomaly, if fencing is claimed. */
export function unfenced(belief: StaleBelief, words: string): KnownAnomaly {
  const { stale, next, overlapMs } = belief;
  return {
    type: 'stale-belief',
    promised: `no client continues to act as if ${words} after another was let in (--fencing claimed)`,
    seen: `stale belief: ${tellStale(belief, words)}`,
    operations: indicesOf(...operationsOf(stale, next)),
    detail: [
      `For ${overlapMs} ms two clients acted as if each were the only one.`,
      `The session of process ${stale.enter.process} had ended while its client was paused or cut off. The service took the znode away, as it must, and let the next in; nobody could tell the client.`,
      `The tokens tell them apart: czxid ${hexOf(stale.czxid)} is older than ${hexOf(next.czxid)}. Pass the token along with every write, and let the resource refuse one that is older than the newest it has seen. Without that, no lock with a timeout keeps two clients apart.`,
    ],
  };
}
