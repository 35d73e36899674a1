/** A lock: ephemeral sequential znodes, each waiter watches the one before it.
 *    acquire  value null   ok: {sequence, czxid, wakeUps}, the first two are fencing tokens
 *    release  value null   ok: null */

import { enterLine, oneBefore } from '../../src/client/line.ts';
import type { WorkloadEntry } from '../entry.ts';
import { turnWorkload } from './workload.ts';

export const lock: WorkloadEntry = turnWorkload({
  name: 'lock',
  doc: 'a lock that one session holds at a time, granted in the order of asking',
  claim: {
    claim:
      'the service lets one live session hold a lock at a time, in the order of asking, and fencing tokens grow. A client that was paused or cut off past its session may believe that it holds a lock that it has lost: such beliefs are counted',
    source:
      'ZooKeeper Recipes and Solutions, Locks (https://zookeeper.apache.org/doc/current/recipes.html#sc_recipes_Locks)',
  },
  leaveF: 'release',
  turnstile: { root: '/zoobreak-lock', enterF: 'acquire', enter: enterLine(oneBefore) },
  rule: {
    promised: 'one live session at a time holds a lock, in the order of asking',
    did: 'held lock',
    belief: 'it held the lock',
    capacity: 1,
    conflicts: () => true,
  },
  roleOf: () => null,
});
