/** A queue of priorities: the names of its sequential znodes begin with one, and a dequeue deletes
 * the first by priority, then by number.
 *   enqueue  value integer, each once; its last digit is its priority, 0 first   ok: the value
 *   dequeue  value null                 ok: the value taken, or null when the queue was empty
 * What is in doubt is as in workload.ts. Other than there, the list of a dequeue needs a strong read:
 * a new value may come before all that an old list shows. */

import type { Workload, WorkloadOptions } from '../../src/contract.ts';
import { exceptForWeakReads } from '../claims.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import type { QueueOp } from './client.ts';
import { priorities } from './priority-checker.ts';
import { PRIORITY_QUEUES, priorityQueueClient } from './priority-client.ts';
import { type QueueParts, queueWorkload } from './workload.ts';

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
  claims: exceptForWeakReads(CLAIM, 'a dequeue may miss the elements that came last'),
  takes: ['naive'],
  create,
};

function create(options: WorkloadOptions): Workload<QueueOp> {
  const { reads, random } = options;
  let count = 0;
  const parts: QueueParts = {
    name: 'priority-queue',
    ...priorityQueue.claims[reads],
    parent: PRIORITY_QUEUES,
    open: priorityQueueClient,
    nextValue: () => 10 * ++count + random.intBelow(PRIORITIES),
    checkers: [priorities],
  };
  return queueWorkload(parts, options);
}
