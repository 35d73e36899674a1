/** Sequential specifications. */
export { appendKv } from './append-kv.ts';
export { priorityQueue, unorderedQueue } from './bags.ts';
export { barrier, doubleBarrier } from './barriers.ts';
export { counter } from './counter.ts';
export { fifoQueue } from './fifo-queue.ts';
export { leaderElection } from './leader-election.ts';
export { fencedMutex, ownedMutex, reentrantMutex } from './locks.ts';
export { type Call, type KnownObject, type Model, UnknownOperation } from './model.ts';
export { mutex } from './mutex.ts';
export { readWriteLock } from './read-write-lock.ts';
export { casRegister, register } from './register.ts';
export { type ModelEntry, modelNamed, models } from './registry.ts';
export { semaphore } from './semaphore.ts';
export { set } from './set.ts';
export { uniqueIds } from './unique-ids.ts';
export { type Versioned, versionedRegister } from './versioned-register.ts';
