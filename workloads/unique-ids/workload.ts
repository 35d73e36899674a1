/** Numbers handed out by sequential znodes.
 *   draw   value null          creates one   ok: {number, czxid}
 *   drop   value null          deletes one of its own   ok: its number, or null where it has none
 *   list   value null, at the end   ok: a census of every node: see census.ts
 * At the end every thread draws some more, from servers that may have started on what is on their disks.
 * `info` of a draw: it may have a number, now or later; of a drop: it may still be there. */

import { ensureZnodes } from '../../src/client/session.ts';
import type { Workload, WorkloadOptions } from '../../src/contract.ts';
import {
  eachThread,
  fromFunction,
  limit,
  mix,
  nothing,
  phases,
  untilOk,
} from '../../src/generator/index.ts';
import { keyOf, znodesIn } from '../../src/generator/shared-keys.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { uniqueNumbers } from './checker.ts';
import { IDS, type IdOp, idClient } from './client.ts';

/** The fewest threads that draw from the same parent. */
const THREADS_PER_PARENT = 3;
/** How often all nodes are read at the end. */
const FINAL_TRIES = 3;
/** Numbers that each thread draws at the end. */
const FINAL_DRAWS = 5;

const CLAIM: Claim = {
  claim:
    'no two sequential znodes of a parent have the same number, also where earlier ones were deleted, and numbers grow in the order of commits and in real time',
  source:
    "ZooKeeper Programmer's Guide, Sequence Nodes (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#Sequence+Nodes+--+Unique+Naming)",
};

export const uniqueIds: WorkloadEntry = {
  name: 'unique-ids',
  doc: 'numbers drawn from sequential znodes, some of which are deleted again',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create,
};

function create({ random, concurrency, keys }: WorkloadOptions): Workload<IdOp> {
  const parents = Math.max(1, Math.min(keys, Math.floor(concurrency / THREADS_PER_PARENT)));
  const draw = (key: number) => (): IdOp => ({ f: 'draw', value: null, key });
  return {
    name: 'unique-ids',
    ...CLAIM,
    setup: (place, signal) => ensureZnodes(znodesIn(IDS, parents), place, signal),
    open: place => idClient(place),
    generator: eachThread(thread => {
      const key = keyOf(thread, parents);
      const drop = (): IdOp => ({ f: 'drop', value: null, key });
      const draws = draw(key);
      return mix<IdOp>(random, draws, draws, draws, drop, drop);
    }),
    finalGenerator: phases(
      eachThread(thread => limit(FINAL_DRAWS, fromFunction(draw(keyOf(thread, parents))))),
      eachThread(thread =>
        thread === keyOf(thread, parents)
          ? untilOk(
              limit(
                FINAL_TRIES,
                fromFunction<IdOp>(() => ({ f: 'list', value: null, key: thread })),
              ),
            )
          : nothing,
      ),
    ),
    checkers: [uniqueNumbers],
  };
}
