/** All workloads: the command line's help and validation, `list` and the docs read this. */
import { acl } from './acl.ts';
import { bank } from './bank.ts';
import { barrier } from './barrier.ts';
import { config } from './config.ts';
import { counter } from './counter.ts';
import { doubleBarrier } from './double-barrier.ts';
import { election } from './election.ts';
import { electionHerd } from './election-herd.ts';
import type { WorkloadEntry } from './entry.ts';
import { ephemeral } from './ephemeral.ts';
import { limits } from './limits.ts';
import { lock } from './lock.ts';
import { lockHerd } from './lock-herd.ts';
import { membership } from './membership.ts';
import { multi } from './multi.ts';
import { naming } from './naming.ts';
import { observer } from './observer.ts';
import { priorityQueue } from './priority-queue.ts';
import { queue } from './queue.ts';
import { reconfig } from './reconfig.ts';
import { register } from './register.ts';
import { rwLock } from './rw-lock.ts';
import { semaphore } from './semaphore.ts';
import { sessionOrder } from './session-order.ts';
import { set } from './set.ts';
import { timeliness } from './timeliness.ts';
import { tree } from './tree.ts';
import { txn } from './txn.ts';
import { uniqueIds } from './unique-ids.ts';
import { watch } from './watch.ts';

export const workloads: readonly WorkloadEntry[] = [
  register,
  lock,
  lockHerd,
  rwLock,
  semaphore,
  election,
  electionHerd,
  queue,
  priorityQueue,
  naming,
  config,
  barrier,
  doubleBarrier,
  membership,
  txn,
  bank,
  multi,
  sessionOrder,
  ephemeral,
  watch,
  tree,
  acl,
  limits,
  observer,
  reconfig,
  set,
  uniqueIds,
  counter,
  timeliness,
];
