/** Registers, as in register/workload.ts, in an ensemble with observers, and clients at all of its nodes.
 * Half of the clients write, so that writes are also invoked while no majority of the voters is reachable. */
import { linearizable } from '../../src/checker/linearizable/index.ts';
import type { Workload, WorkloadOptions } from '../../src/contract.ts';
import { versionedRegister } from '../../src/model/index.ts';
import type { WorkloadEntry } from '../entry.ts';
import type { RegisterOp } from '../register/client.ts';
import { register } from '../register/workload.ts';
import { needsVoters } from './checker.ts';

const ROLES =
  'ZooKeeper Observers (https://zookeeper.apache.org/doc/current/zookeeperObservers.html)';
const CLAIM =
  'observers serve reads and never count for a quorum: with a majority of the voters gone no write is acknowledged. Also,';

export const observer: WorkloadEntry = {
  name: 'observer',
  doc: 'registers in an ensemble with observers (`--observers`), which serve and do not vote',
  atLeast: { observers: 1 },
  claims: {
    quorum: claimAt('quorum'),
    sync: claimAt('sync'),
    local: claimAt('local'),
  },
  create,
};

function claimAt(reads: WorkloadOptions['reads']): WorkloadEntry['claims']['local'] {
  const { claim, source, ...promised } = register.claims[reads];
  return { claim: `${CLAIM} ${claim}`, source: `${ROLES}; ${source}`, ...promised };
}

function create(options: WorkloadOptions): Workload<RegisterOp> {
  const { voters, observers } = options.ensemble;
  return {
    ...(register.create(options) as Workload<RegisterOp>),
    name: 'observer',
    ...observer.claims[options.reads],
    checkers: [needsVoters(voters, observers), linearizable(versionedRegister)],
  };
}
