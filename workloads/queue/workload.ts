/** A queue: sequential znodes, of which a dequeue deletes the first.
 *   enqueue  value integer, each once   ok: the value
 *   dequeue  value null                 ok: the value taken, or null when the queue was empty
 * A lost reply leaves an enqueue `info` unless its znode is found again by its name, and a dequeue
 * `info` with the value that it may have taken. The first of a list, however old the list, is the
 * first of the queue if it is still there: everything before it was gone already, and anything that
 * came since has a higher number. Only an empty answer needs a strong read. */

import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import type { Generator, Workload, WorkloadOptions } from '../../src/contract.ts';
import { eachThread, fromFunction, mix, nothing } from '../../src/generator/index.ts';
import { keyOf, znodesIn } from '../../src/generator/shared-keys.ts';
import { wrapThen } from '../../src/generator/source.ts';
import { exceptForWeakReads } from '../claims.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { fifo } from './checker.ts';
import { QUEUES, type QueueOp, queueClient } from './client.ts';

/** At least this many threads share a queue. */
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
  claims: exceptForWeakReads(CLAIM, 'a queue may look empty although it holds an element'),
  takes: ['naive'],
  create,
};

function create(options: WorkloadOptions): Workload<QueueOp> {
  let lastValue = 0;
  const parts: QueueParts = {
    name: 'queue',
    ...queue.claims[options.reads],
    parent: QUEUES,
    open: queueClient,
    nextValue: () => ++lastValue,
    checkers: [fifo],
  };
  return queueWorkload(parts, options);
}

/** The parts in which queues differ. */
export interface QueueParts extends Pick<Workload, 'name' | 'claim' | 'source' | 'checkers'> {
  /** The parent of the queues. */
  readonly parent: string;
  readonly open: typeof queueClient;
  /** Returns a value that no other enqueue has. */
  nextValue(): number;
}

/** Threads share queues, and enqueue and dequeue at random; at the end they dequeue until all queues are
 * empty. */
export function queueWorkload(
  { parent, open, nextValue, ...described }: QueueParts,
  { reads, random, concurrency, keys, naive = false }: WorkloadOptions,
): Workload<QueueOp> {
  const queues = Math.max(1, Math.min(keys, Math.floor(concurrency / THREADS_PER_QUEUE)));
  const dequeueFrom = (key: number) => (): QueueOp => ({ f: 'dequeue', value: null, key });
  return {
    ...described,
    setup: (place, signal) => ensureZnodes(znodesIn(parent, queues), place, signal),
    open: place => open(sessionAt(place), { reads, naive }, place),
    generator: eachThread(thread => {
      const key = keyOf(thread, queues);
      const enqueue = (): QueueOp => ({ f: 'enqueue', value: nextValue(), key });
      return mix<QueueOp>(random, enqueue, dequeueFrom(key));
    }),
    finalGenerator: eachThread(thread =>
      untilEmpty(fromFunction(dequeueFrom(keyOf(thread, queues)))),
    ),
  };
}

/** Repeats a thread's dequeues until one finds nothing. */
function untilEmpty(dequeues: Generator<QueueOp>): Generator<QueueOp> {
  const self: Generator<QueueOp> = {
    next: context => wrapThen(dequeues.next(context), untilEmpty),
    update: (_, { type, value }) => (type === 'ok' && value === null ? nothing : self),
  };
  return self;
}
