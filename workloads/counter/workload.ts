/** A znode's version as a counter.
 *   add              value null           setData at any version   ok: {count, mzxid}
 *   read             value null           ok: {count, mzxid}
 *   read-everywhere  value null, at the end   ok: [{node, at, count, mzxid}, ...] of every node
 * `info` of an add: it may be counted, now or later. */

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
import { exceptForWeakReads } from '../claims.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { counting } from './checker.ts';
import { COUNTERS, type CounterOp, counterClient } from './client.ts';

/** The fewest threads that count on the same znode. */
const THREADS_PER_COUNTER = 3;
/** How often all nodes are read at the end. */
const FINAL_TRIES = 3;

const CLAIM: Claim = {
  claim:
    'every setData that was acknowledged adds one to the version, and none that failed does. A version lies between the number acknowledged and the number tried, each is given once, in the order of commits',
  source:
    "ZooKeeper Programmer's Guide, ZooKeeper Stat Structure and Consistency Guarantees (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#sc_zkStatStructure)",
};

export const counter: WorkloadEntry = {
  name: 'counter',
  doc: 'the version of a znode as a counter of its writes',
  claims: exceptForWeakReads(CLAIM, 'reads may miss the last writes'),
  create,
};

function create({ reads, random, concurrency, keys }: WorkloadOptions): Workload<CounterOp> {
  const counters = Math.max(1, Math.min(keys, Math.floor(concurrency / THREADS_PER_COUNTER)));
  return {
    name: 'counter',
    ...counter.claims[reads],
    setup: (place, signal) => ensureZnodes(znodesIn(COUNTERS, counters), place, signal),
    open: place => counterClient(place, reads),
    generator: eachThread(thread => {
      const key = keyOf(thread, counters);
      return mix<CounterOp>(
        random,
        () => ({ f: 'add', value: null, key }),
        () => ({ f: 'read', value: null, key }),
      );
    }),
    finalGenerator: eachThread(thread => {
      const key = keyOf(thread, counters);
      const last = fromFunction<CounterOp>(() => ({ f: 'read-everywhere', value: null, key }));
      return thread === key ? untilOk(limit(FINAL_TRIES, last)) : nothing;
    }),
    checkers: [counting(reads)],
  };
}
