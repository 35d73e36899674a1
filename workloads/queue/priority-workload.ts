/** A queue of priorities: the names of its sequential znodes begin with one, and whoever takes deletes
 *  the first by priority, then by number.
 *    enqueue  value integer, each once; its last digit is its priority, 0 first   ok: the value
 *    dequeue  value null                 ok: the value taken, or null when the queue was empty
 *  What is in doubt is as in workload.ts. Other than there, the list of a dequeue needs a strong read:
 *  a new value may come before all that an old list shows. */

import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import type { Workload, WorkloadOptions } from '../../src/contract.ts';
import { eachThread, fromFunction, mix } from '../../src/generator/index.ts';
import { keyOf, znodesIn } from '../../src/generator/shared-keys.ts';
import { exceptForWeakReads } from '../claims.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import type { QueueOp } from './client.ts';
import { priorities } from './priority-checker.ts';
import { PRIORITY_QUEUES, priorityQueueClient } from './priority-client.ts';
import { untilEmpty } from './workload.ts';

/** So many threads at least use the same queue. */
const THREADS_PER_QUEUE = 3;
const PRIORITIES = 3;
const CLAIM: Claim = {
  claim:
    'a queue of sequential znodes is a linearizable queue of priorities: nothing is lost or taken twice, the most urgent is taken first, and of those the one that came first',
  source:
    'ZooKeeper Recipes and Solutions, Priority Queues (https://zookeeper.apache.org/doc/current/recipes.html#sc_recipes_priorityQueues)',
};

export const priorityQueue: WorkloadEntry = {
  name: 'priority-queue',
  doc: 'producers and consumers of queues with priorities',
  claims: exceptForWeakReads(CLAIM, 'that a dequeue knows what came last: it reads'),
  takes: ['naive'],
  create,
};

function create(options: WorkloadOptions): Workload<QueueOp> {
  const { reads, random, concurrency, keys, naive = false } = options;
  const queues = Math.max(1, Math.min(keys, Math.floor(concurrency / THREADS_PER_QUEUE)));
  const dequeueFrom = (key: number) => (): QueueOp => ({ f: 'dequeue', value: null, key });
  let count = 0;
  const nextValue = (): number => 10 * ++count + random.intBelow(PRIORITIES);
  return {
    name: 'priority-queue',
    ...priorityQueue.claims[reads],
    setup: (place, signal) => ensureZnodes(znodesIn(PRIORITY_QUEUES, queues), place, signal),
    open: place => priorityQueueClient(sessionAt(place), { reads, naive }, place),
    generator: eachThread(thread => {
      const key = keyOf(thread, queues);
      const put = (): QueueOp => ({ f: 'enqueue', value: nextValue(), key });
      return mix<QueueOp>(random, put, dequeueFrom(key));
    }),
    finalGenerator: eachThread(thread =>
      untilEmpty(fromFunction(dequeueFrom(keyOf(thread, queues)))),
    ),
    checkers: [priorities],
  };
}
