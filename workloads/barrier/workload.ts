/** A single barrier: while its znode exists, no process passes; once it is deleted, all do.
 *   raise  value null   ok: null                by the keeper of a group
 *   lower  value null   ok: null                by the same
 *   pass   value null   ok: {waited, told}      the barrier is not up (any more)
 * `waited`: the barrier was up when it was first read; `told`: a watch reported its fall. A key is
 * a group and a round, so that every barrier is raised once. `fail` of a pass: it was up until the time
 * was over (TOOLATE), or its state is unknown. */

import { ensureZnodes } from '../../src/client/session.ts';
import { inTurns } from '../../src/client/turns.ts';
import type { Workload, WorkloadOptions } from '../../src/contract.ts';
import { eachThread, fromFunction, nothing } from '../../src/generator/index.ts';
import { exceptForWeakReads } from '../claims.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { passages } from './checker.ts';
import { BARRIERS, type BarrierOp, barrierClient } from './client.ts';

/** One of them is the keeper. */
const THREADS_PER_GROUP = 3;
const CLAIM: Claim = {
  claim:
    'no client passes while the barrier is up, and every client that checks it after it fell does; a client that waited receives the event of the fall before it can read it',
  source:
    'ZooKeeper Recipes and Solutions, Barriers (https://zookeeper.apache.org/doc/current/recipes.html#sc_recipes_eventHandles)',
};

export const barrier: WorkloadEntry = {
  name: 'barrier',
  doc: 'barriers that one raises and lowers, and others wait at',
  claims: exceptForWeakReads(CLAIM, 'a client may pass a barrier that was just raised'),
  create,
};

interface Group {
  readonly name: number;
  /** The latest round that was raised. */
  latest: number;
}

function create({ reads, concurrency }: WorkloadOptions): Workload<BarrierOp> {
  const count = Math.max(1, Math.floor(concurrency / THREADS_PER_GROUP));
  const groups = Array.from({ length: count }, (_, name): Group => ({ name, latest: 0 }));
  return {
    name: 'barrier',
    ...barrier.claims[reads],
    setup: (place, signal) => ensureZnodes([BARRIERS], place, signal),
    open: place => barrierClient(place, reads),
    generator: eachThread<BarrierOp>(thread => {
      const group = thread === 'nemesis' ? undefined : groups[thread % count];
      if (group === undefined) return nothing;
      return thread === group.name ? keeping(group) : passing(group);
    }),
    checkers: [passages],
  };
}

/** Raises and lowers one barrier after the other; after one that may not be up, continues with the next. */
function keeping(group: Group): ReturnType<typeof inTurns<BarrierOp>> {
  const round = (): string => `${group.name}-${group.latest}`;
  return inTurns<BarrierOp>({
    enterF: 'raise',
    enter: () => {
      group.latest += 1;
      return { f: 'raise', value: null, key: round() };
    },
    leave: () => ({ f: 'lower', value: null, key: round() }),
  });
}

function passing(group: Group): ReturnType<typeof fromFunction<BarrierOp>> {
  return fromFunction(() => ({ f: 'pass', value: null, key: `${group.name}-${group.latest}` }));
}
