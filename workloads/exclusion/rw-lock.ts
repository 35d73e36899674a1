/** A lock for readers and writers: a reader waits for the last writer before it, a writer for the client
 * stands directly before it.
 *   acquire  value 'read' or 'write'   ok: {sequence, czxid, wakeUps}
 *   release  value null                ok: null */

import type { Hold } from '../../src/checker/holds.ts';
import { enterLine, oneBefore } from '../../src/client/line.ts';
import type { WorkloadEntry } from '../entry.ts';
import { turnWorkload } from './workload.ts';

const WRITE = 'write';

export const rwLock: WorkloadEntry = turnWorkload({
  name: 'rw-lock',
  doc: 'a lock that readers share and a writer has to itself',
  claim: {
    claim:
      'while a live session holds the lock for writing no other holds it, in the order of asking; readers share it; once faults are healed no writer starves. A client that was paused or cut off past its session may believe that it still holds it: such beliefs are counted',
    source:
      'ZooKeeper Recipes and Solutions, Shared Locks (https://zookeeper.apache.org/doc/current/recipes.html#Shared+Locks)',
  },
  leaveF: 'release',
  turnstile: { root: '/zoobreak-rw-lock', enterF: 'acquire', enter: enterLine(inTheWay) },
  rule: {
    promised: 'a live session that holds the lock for writing holds it alone',
    did: 'held lock',
    belief: 'it held the lock',
    capacity: 1,
    conflicts: (earlier, later) => writes(earlier) || writes(later),
  },
  roleOf: ({ random }) => random.pick(['read', 'read', WRITE]),
});

function inTheWay(names: readonly string[], own: string): readonly string[] {
  if (isWriter(own)) return oneBefore(names, own);
  const writers = names.slice(0, names.indexOf(own)).filter(isWriter);
  return writers.slice(-1);
}

function isWriter(name: string): boolean {
  return name.startsWith(`${WRITE}-`);
}

function writes({ enter }: Hold): boolean {
  return enter.input === WRITE;
}
