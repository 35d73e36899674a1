/** Models by the names that `--model` takes. */
import { appendKv } from './append-kv.ts';
import { priorityQueue, unorderedQueue } from './bags.ts';
import { barrier, doubleBarrier } from './barriers.ts';
import { counter } from './counter.ts';
import { fifoQueue } from './fifo-queue.ts';
import { leaderElection } from './leader-election.ts';
import { fencedMutex, ownedMutex, reentrantMutex } from './locks.ts';
import type { Model } from './model.ts';
import { mutex } from './mutex.ts';
import { readWriteLock } from './read-write-lock.ts';
import { casRegister, register } from './register.ts';
import { semaphore } from './semaphore.ts';
import { set } from './set.ts';
import { uniqueIds } from './unique-ids.ts';
import { versionedRegister } from './versioned-register.ts';

export interface ModelEntry {
  readonly name: string;
  readonly doc: string;
  /** `initial` is the state of `--initial`; models that always start alike ignore it. */
  create(initial: unknown): Model<unknown>;
}

const entry = <S>(
  name: string,
  doc: string,
  create: (initial: unknown) => Model<S>,
): ModelEntry => ({ name, doc, create: create as (initial: unknown) => Model<unknown> });

export const models: readonly ModelEntry[] = [
  entry('register', 'reads and writes of one value', register),
  entry('cas-register', 'reads, writes and compare-and-sets of one value', casRegister),
  entry('versioned-register', 'a register that counts its writes', () => versionedRegister),
  entry('append-kv', 'a text that is got, put and appended to', appendKv),
  entry('mutex', 'a lock that anybody may release', () => mutex),
  entry('owned-mutex', 'a lock that its holder alone may release', () => ownedMutex),
  entry('reentrant-mutex', 'a lock that its holder may take again', () => reentrantMutex),
  entry('fenced-mutex', 'a lock whose acquisitions have growing numbers', () => fencedMutex),
  entry('read-write-lock', 'many readers or one writer', () => readWriteLock),
  entry('semaphore', 'a number of permits, --initial of them', semaphore),
  entry('fifo-queue', 'a queue, first in first out', () => fifoQueue),
  entry('unordered-queue', 'a queue in no order', () => unorderedQueue),
  entry('priority-queue', 'a queue of numbers, the least first', () => priorityQueue),
  entry('set', 'values that are added, removed and looked for', () => set),
  entry('counter', 'a number that is added to, from --initial', counter),
  entry('unique-ids', 'numbers or names of which none is given out twice', () => uniqueIds),
  entry('barrier', 'a barrier that is raised and lowered', () => barrier),
  entry('double-barrier', 'enter together, leave together, --initial processes', doubleBarrier),
  entry('leader-election', 'one leader at a time, in growing epochs', () => leaderElection),
];

/** The model of a name, in its initial state.
 * @throws RangeError naming the models there are. */
export function modelNamed(name: string, initial: unknown = null): Model<unknown> {
  const found = models.find(model => model.name === name);
  if (found) return found.create(initial);
  throw new RangeError(
    `model: expected one of ${models.map(model => model.name).join(', ')}, found ${name}`,
  );
}
