/** A lock that is one ephemeral znode, which all who wait watch: when it goes, all of them are woken.
 *    acquire  value null   ok: {sequence, czxid, wakeUps}, the first two are fencing tokens
 *    release  value null   ok: null */
import type { WorkloadEntry } from '../entry.ts';
import { enterHerd } from './herd.ts';
import { turnWorkload } from './workload.ts';

export const lockHerd: WorkloadEntry = turnWorkload({
  name: 'lock-herd',
  doc: 'the same as lock with one znode that everybody watches, to show what the herd costs',
  claim: {
    claim:
      'the service lets one live session hold a lock at a time, and fencing tokens grow. A client that was paused or cut off past its session may believe that it holds a lock that it has lost: such beliefs are counted',
    source:
      'ZooKeeper Recipes and Solutions, Locks (https://zookeeper.apache.org/doc/current/recipes.html#sc_recipes_Locks)',
  },
  turnstile: { root: '/zoobreak-lock-herd', enterF: 'acquire', enter: enterHerd },
  leaveF: 'release',
  rule: {
    promised: 'one live session at a time holds a lock',
    did: 'held lock',
    belief: 'it held the lock',
    capacity: 1,
    conflicts: () => true,
  },
  roleOf: () => null,
});
