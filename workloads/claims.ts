/** What a workload claims where only strong reads let it claim all that it can. */
import type { ReadStrength } from '../src/contract.ts';
import type { Claim, WorkloadEntry } from './entry.ts';

/** Returns the claim for each strength of reads. The weaker ones add `limit`, what ZooKeeper does not promise of them:
 *  `a view may be stale`. */
export function exceptForWeakReads(
  { claim, source }: Claim,
  limit: string,
): WorkloadEntry['claims'] {
  const limited = (reads: ReadStrength, why: string): Claim => ({
    claim: `${claim}. With --reads ${reads}, ${limit}: ${why}`,
    source,
  });
  return {
    quorum: { claim, source },
    sync: limited(
      'sync',
      'a leader that is cut off or paused can still answer sync (ZOOKEEPER-1675)',
    ),
    local: limited('local', 'a server answers from its own copy'),
  };
}
