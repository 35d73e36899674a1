/** Claims of workloads for which only strong reads allow the full claim. */
import type { ReadStrength } from '../src/contract.ts';
import type { Claim, WorkloadEntry } from './entry.ts';

/** Returns the claim for each strength of reads. The weaker ones add `limit`, which says what ZooKeeper does
 * not promise: `a view may be stale`. */
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
