/** A queue: sequential znodes, whoever takes deletes the first.
 *    enqueue  value integer, each once   ok: the value
 *    dequeue  value null                 ok: the value taken, or null when the queue was empty
 *  A lost reply leaves an enqueue `info` unless its znode is found again by its name, and a dequeue
 *  `info` with the value that it may have taken. The first of a list, however old the list, is the
 *  first of the queue if it is still there: whatever came before it was gone already, and whatever
 *  came since has a higher number. Only an empty answer needs a strong read. */

import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import type { Generator, Workload, WorkloadOptions } from '../../src/contract.ts';
import { eachThread, fromFunction, mix, nothing } from '../../src/generator/index.ts';
import { keyOf, znodesIn } from '../../src/generator/shared-keys.ts';
import { wrapThen } from '../../src/generator/source.ts';
import { exceptForWeakReads } from '../claims.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { fifo } from './checker.ts';
import { QUEUES, type QueueOp, queueClient } from './client.ts';

/** So many threads at least use the same queue. */
const THREADS_PER_QUEUE = 3;
const CLAIM: Claim = {
  claim:
    'a queue of sequential znodes is a linearizable queue: nothing is lost, taken twice or out of order',
  source:
    'ZooKeeper Recipes and Solutions, Queues (https://zookeeper.apache.org/doc/current/recipes.html#sc_recipes_Queues)',
};

export const queue: WorkloadEntry = {
  name: 'queue',
  doc: 'producers and consumers of first-in first-out queues',
  claims: exceptForWeakReads(CLAIM, 'that an empty queue is empty: it is read'),
  takes: ['naive'],
  create,
};

function create(options: WorkloadOptions): Workload<QueueOp> {
  const { reads, random, concurrency, keys, naive = false } = options;
  const queues = Math.max(1, Math.min(keys, Math.floor(concurrency / THREADS_PER_QUEUE)));
  const dequeueFrom = (key: number) => (): QueueOp => ({ f: 'dequeue', value: null, key });
  let lastValue = 0;
  return {
    name: 'queue',
    ...queue.claims[reads],
    setup: (place, signal) => ensureZnodes(znodesIn(QUEUES, queues), place, signal),
    open: place => queueClient(sessionAt(place), { reads, naive }, place),
    generator: eachThread(thread => {
      const key = keyOf(thread, queues);
      return mix<QueueOp>(
        random,
        () => ({ f: 'enqueue', value: ++lastValue, key }),
        dequeueFrom(key),
      );
    }),
    finalGenerator: eachThread(thread =>
      untilEmpty(fromFunction(dequeueFrom(keyOf(thread, queues)))),
    ),
    checkers: [fifo],
  };
}

/** One thread's dequeues until one finds nothing. */
export function untilEmpty(dequeues: Generator<QueueOp>): Generator<QueueOp> {
  const self: Generator<QueueOp> = {
    next: context => wrapThen(dequeues.next(context), untilEmpty),
    update: (_, { type, value }) => (type === 'ok' && value === null ? nothing : self),
  };
  return self;
}
