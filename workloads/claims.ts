/** What a workload claims where only strong reads let it claim all that it can. */
import type { Claim, WorkloadEntry } from './entry.ts';

/** The claim at quorum reads; at weaker ones with what ZooKeeper does not promise and how it is read, up
 *  to the words that say from where: `that a view is up to date: it is read`. */
export function exceptForWeakReads(
  { claim, source }: Claim,
  unpromised: string,
): WorkloadEntry['claims'] {
  const exceptFor = (from: string): Claim => ({
    claim: `${claim}. ZooKeeper does not promise ${unpromised} ${from}`,
    source,
  });
  return {
    quorum: { claim, source },
    sync: exceptFor('after a sync that a leader cut off or paused may answer (ZOOKEEPER-1675)'),
    local: exceptFor("from a server's own copy, which may be stale"),
  };
}
