/** Sets of znodes that only grow, many one after the other.
 *   add              value integer, each once   ok: the value
 *   read             value null                 ok: [integer, ...] ascending
 *   read-everywhere  value null, at the end     ok: a census of every node: see census.ts
 * `info` of an add: it may be there, now or later. */

import { ensureZnodes } from '../../src/client/session.ts';
import type { Generator, Worker, Workload, WorkloadOptions } from '../../src/contract.ts';
import {
  eachThread,
  fromFunction,
  independentKeys,
  limit,
  reserve,
  sequence,
  untilOk,
} from '../../src/generator/index.ts';
import type { WorkloadEntry } from '../entry.ts';
import { setFull } from './checker.ts';
import { SETS, type SetOp, setClient } from './client.ts';

/** The number of operations per set; half of them read all of its elements. */
const OPERATIONS_PER_SET = 200;
/** The fewest threads that share a set. */
const THREADS_PER_SET = 6;
/** How often each node is read at the end. */
const FINAL_TRIES = 3;

const CLAIM =
  'a create that was acknowledged is there at the end, on every node. One that was not is there on all of them or on none';
const SOURCE =
  "ZooKeeper Programmer's Guide, Consistency Guarantees: reliability (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#ch_zkGuarantees)";

export const set: WorkloadEntry = {
  name: 'set',
  doc: 'creates, and reads of all that was created, at the end on every node',
  claims: {
    quorum: {
      claim: `${CLAIM}, and a read misses nothing that was there before it`,
      source: SOURCE,
    },
    sync: { claim: CLAIM, source: SOURCE },
    local: { claim: CLAIM, source: SOURCE },
  },
  create: createSet,
};

function createSet({ reads, concurrency, keys }: WorkloadOptions): Workload<SetOp> {
  const inUse = Math.max(1, Math.min(keys, Math.floor(concurrency / THREADS_PER_SET)));
  const threads = Math.floor(concurrency / inUse);
  let last = 0;
  let sets = 0;
  const read = (): SetOp => ({ f: 'read', value: null });
  const add = (): SetOp => ({ f: 'add', value: ++last });
  return {
    name: 'set',
    ...set.claims[reads],
    setup: (place, signal) => ensureZnodes([SETS], place, signal),
    open: place => setClient(place, reads),
    generator: independentKeys<SetOp>(threads, OPERATIONS_PER_SET, key => {
      sets = key + 1;
      return reserve([[Math.ceil(threads / 2), read]], add);
    }),
    finalGenerator: eachThread(thread => readAll(thread, { sets, concurrency })),
    checkers: [setFull(reads)],
  };
}

/** Each set is read by one thread. */
function readAll(
  thread: Worker['thread'],
  { sets, concurrency }: { readonly sets: number; readonly concurrency: number },
): Generator<SetOp> {
  const mine = Array.from({ length: sets }, (_, key) => key).filter(
    key => key % concurrency === thread,
  );
  const readOf = (key: number) => (): SetOp => ({ f: 'read-everywhere', value: null, key });
  return sequence(...mine.map(key => untilOk(limit(FINAL_TRIES, fromFunction(readOf(key))))));
}
