/** Election of a leader: candidates stand in line, the first leads, its successor watches it.
 *    lead    value null   ok: {sequence, czxid, wakeUps}, the czxid is the epoch
 *    resign  value null   ok: null */

import { enterLine, oneBefore } from '../../src/client/line.ts';
import type { WorkloadEntry } from '../entry.ts';
import { turnWorkload } from './workload.ts';

export const election: WorkloadEntry = turnWorkload({
  name: 'election',
  doc: 'one leader at a time among candidates, with epochs that grow',
  claim: {
    claim:
      'at most one live session leads at any time, epochs grow, and somebody leads once faults are healed. A leader that was paused or cut off past its session may believe that it still leads: such beliefs are counted',
    source:
      'ZooKeeper Recipes and Solutions, Leader Election (https://zookeeper.apache.org/doc/current/recipes.html#sc_leaderElection)',
  },
  leaveF: 'resign',
  turnstile: { root: '/zoobreak-election', enterF: 'lead', enter: enterLine(oneBefore) },
  rule: {
    promised: 'one live session at a time leads, in the order of candidacy',
    did: 'led election',
    belief: 'it led',
    capacity: 1,
    conflicts: () => true,
  },
  roleOf: () => null,
});
