/** Election of a leader by one ephemeral znode: the client that creates it leads, the others watch it.
 *   lead    value null   ok: {sequence, czxid, wakeUps}, the czxid is the epoch
 *   resign  value null   ok: null */
import type { WorkloadEntry } from '../entry.ts';
import { enterHerd } from './herd.ts';
import { turnWorkload } from './workload.ts';

export const electionHerd: WorkloadEntry = turnWorkload({
  name: 'election-herd',
  doc: 'the same as election with one znode that all candidates try to create',
  claim: {
    claim:
      'at most one live session leads at any time, epochs grow, and somebody leads once faults are healed. A leader that was paused or cut off past its session may believe that it still leads: such beliefs are counted',
    source:
      'ZooKeeper: Wait-free coordination for Internet-scale systems (USENIX ATC 2010), Simple Locks, of one ephemeral znode',
  },
  leaveF: 'resign',
  turnstile: { root: '/zoobreak-election-herd', enterF: 'lead', enter: enterHerd },
  rule: {
    promised: 'one live session at a time leads',
    did: 'led election',
    belief: 'it led',
    capacity: 1,
    conflicts: () => true,
  },
  roleOf: () => null,
});
