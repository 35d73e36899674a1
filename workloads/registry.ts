/** All workloads: the command line's help and validation, `list` and the docs read this. */
import { acl } from './acl/workload.ts';
import { api } from './api/workload.ts';
import { bank } from './bank/workload.ts';
import { barrier } from './barrier/workload.ts';
import { manyEphemerals } from './bystanders/many-ephemerals.ts';
import { oddRequests } from './bystanders/odd-requests.ts';
import { config } from './config/workload.ts';
import { containers } from './containers/workload.ts';
import { counter } from './counter/workload.ts';
import { doubleBarrier } from './double-barrier/workload.ts';
import type { WorkloadEntry } from './entry.ts';
import { ephemeral } from './ephemeral/workload.ts';
import { election } from './exclusion/election.ts';
import { electionHerd } from './exclusion/election-herd.ts';
import { lock } from './exclusion/lock.ts';
import { lockHerd } from './exclusion/lock-herd.ts';
import { rwLock } from './exclusion/rw-lock.ts';
import { semaphore } from './exclusion/semaphore.ts';
import { limits } from './limits/workload.ts';
import { membership } from './membership/workload.ts';
import { multi } from './multi/workload.ts';
import { naming } from './naming/workload.ts';
import { observer } from './observer/workload.ts';
import { priorityQueue } from './queue/priority-workload.ts';
import { queue } from './queue/workload.ts';
import { reconfig } from './reconfig/workload.ts';
import { register } from './register/workload.ts';
import { sessionOrder } from './session-order/workload.ts';
import { set } from './set/workload.ts';
import { timeliness } from './timeliness/workload.ts';
import { tree } from './tree/workload.ts';
import { txn } from './txn/workload.ts';
import { uniqueIds } from './unique-ids/workload.ts';
import { watchModes } from './watch/modes.ts';
import { watch } from './watch/workload.ts';

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
  api,
  oddRequests,
  manyEphemerals,
  watchModes,
  containers,
];
