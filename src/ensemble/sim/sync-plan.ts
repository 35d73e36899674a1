/** How a learner is brought to the leader's history: by what it lacks (DIFF), after taking back what the
 *  leader never had (TRUNC), or by a copy of the whole state (SNAP). Pure. Source: LearnerHandler.syncFollower.
 *
 *  Two histories that hold the same zxid agree up to it, as an epoch has one leader. So the point to which
 *  they agree is the last one of the leader's zxids that is not beyond the learner's last. */

interface Histories {
  /** The zxid before the first transaction that the leader can still tell. */
  readonly base: number;
  /** The zxids after `base`, ascending. */
  readonly zxids: readonly number[];
  readonly learnerLast: number;
  /** The learner cannot take back what its snapshot holds. */
  readonly learnerSnapshot: number;
}

type SyncPlan =
  | { readonly kind: 'diff'; readonly after: number }
  /** Take back what is after it, then as above. */
  | { readonly kind: 'truncate'; readonly after: number }
  | { readonly kind: 'snapshot' };

export function syncPlan({ base, zxids, learnerLast, learnerSnapshot }: Histories): SyncPlan {
  if (learnerLast < base) return { kind: 'snapshot' };
  const agreed = zxids.findLast(zxid => zxid <= learnerLast) ?? base;
  if (agreed === learnerLast) return { kind: 'diff', after: agreed };
  return agreed < learnerSnapshot ? { kind: 'snapshot' } : { kind: 'truncate', after: agreed };
}
