/** A semaphore of two leases: a client with fewer than two before it is in.
 *   acquire  value null   ok: {sequence, czxid, wakeUps}
 *   release  value null   ok: null */

import { enterLine } from '../../src/client/line.ts';
import type { WorkloadEntry } from '../entry.ts';
import { turnWorkload } from './workload.ts';

const LEASES = 2;

export const semaphore: WorkloadEntry = turnWorkload({
  name: 'semaphore',
  doc: 'two leases, held by at most two sessions at a time',
  claim: {
    claim:
      'at most two live sessions hold a lease at a time, in the order of asking. A client that was paused or cut off past its session may believe that it still holds one: such beliefs are counted',
    source: 'ZooKeeper Recipes and Solutions, Locks, with room for two',
  },
  leaveF: 'release',
  turnstile: { root: '/zoobreak-semaphore', enterF: 'acquire', enter: enterLine(inTheWay) },
  rule: {
    promised: 'at most two live sessions at a time hold a lease, in the order of asking',
    did: 'held a lease of semaphore',
    belief: 'it held a lease',
    capacity: LEASES,
    conflicts: () => true,
  },
  roleOf: () => null,
});

/** Returns all znodes before `own`, since any of them may make room; none if there is room. */
function inTheWay(names: readonly string[], own: string): readonly string[] {
  const at = names.indexOf(own);
  return at < LEASES ? [] : names.slice(0, at);
}
