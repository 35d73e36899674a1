/** Numbers handed out by sequential znodes.
 *   draw   value null          creates one   ok: {number, czxid}
 *   drop   value null          deletes one of its own   ok: its number, or null where it has none
 *   list   value null, at the end   ok: a census of every node: see census.ts
 * `info` of a draw: it may have a number, now or later; of a drop: it may still be there. */

import { ensureZnodes } from '../../src/client/session.ts';
import type { Workload, WorkloadOptions } from '../../src/contract.ts';
import {
  eachThread,
  fromFunction,
  limit,
  mix,
  nothing,
  untilOk,
} from '../../src/generator/index.ts';
import { keyOf, znodesIn } from '../../src/generator/shared-keys.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { uniqueNumbers } from './checker.ts';
import { IDS, type IdOp, idClient } from './client.ts';

/** So many threads at least draw from the same parent. */
const THREADS_PER_PARENT = 3;
/** So often are all nodes asked at the end. */
const FINAL_TRIES = 3;

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
  return {
    name: 'unique-ids',
    ...CLAIM,
    setup: (place, signal) => ensureZnodes(znodesIn(IDS, parents), place, signal),
    open: place => idClient(place),
    generator: eachThread(thread => {
      const key = keyOf(thread, parents);
      const draw = (): IdOp => ({ f: 'draw', value: null, key });
      const drop = (): IdOp => ({ f: 'drop', value: null, key });
      return mix<IdOp>(random, draw, draw, draw, drop, drop);
    }),
    finalGenerator: eachThread(thread =>
      thread === keyOf(thread, parents)
        ? untilOk(
            limit(
              FINAL_TRIES,
              fromFunction<IdOp>(() => ({ f: 'list', value: null, key: keyOf(thread, parents) })),
            ),
          )
        : nothing,
    ),
    checkers: [uniqueNumbers],
  };
}
