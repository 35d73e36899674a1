/** A double barrier: three members begin a round together, and end it together, round after round.
 *   enter  value null   ok: null, all members have come
 *   leave  value null   ok: null, all members that were in have left; after a `fail`, ask again
 * A key is a group of members and a round. `fail` of an entry: the others did not come in time, and it
 * has left. `info`: its znode may be there until its session ends. */

import { ensureZnodes } from '../../src/client/session.ts';
import { inTurns } from '../../src/client/turns.ts';
import type { Workload, WorkloadOptions } from '../../src/contract.ts';
import { eachThread, nothing } from '../../src/generator/index.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { together } from './checker.ts';
import { BARRIERS, barrierClient, type DoubleBarrierOp } from './client.ts';

const MEMBERS = 3;

const CLAIM: Claim = {
  claim: 'nobody is in before all have come, and nobody out before all that were in have left',
  source:
    'ZooKeeper Recipes and Solutions, Double Barriers (https://zookeeper.apache.org/doc/current/recipes.html#sc_doubleBarriers)',
};

export const doubleBarrier: WorkloadEntry = {
  name: 'double-barrier',
  doc: 'groups of three that begin and end rounds together',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create,
};

function create({ concurrency }: WorkloadOptions): Workload<DoubleBarrierOp> {
  const members = Math.min(MEMBERS, concurrency);
  const groups = Array.from(
    { length: Math.floor(concurrency / members) },
    (_, name): Group => ({
      name,
      latest: 1,
    }),
  );
  return {
    name: 'double-barrier',
    ...CLAIM,
    setup: (place, signal) => ensureZnodes([BARRIERS], place, signal),
    open: place => barrierClient(members, place),
    generator: eachThread<DoubleBarrierOp>(thread => {
      const group = thread === 'nemesis' ? undefined : groups[Math.floor(thread / members)];
      return group === undefined ? nothing : rounds(group);
    }),
    checkers: [together(members)],
  };
}

/** Returns one member's rounds: after each attempt it enters the next round, or the one that others of its
 * group are in. */
function rounds(group: Group): ReturnType<typeof inTurns<DoubleBarrierOp>> {
  let round = 0;
  const next = (): number => {
    round = Math.max(round + 1, group.latest);
    group.latest = round;
    return round;
  };
  return inTurns<DoubleBarrierOp>({
    enterF: 'enter',
    enter: () => ({ f: 'enter', value: null, key: `${group.name}-${next()}` }),
    leave: () => ({ f: 'leave', value: null, key: `${group.name}-${round}` }),
  });
}

interface Group {
  readonly name: number;
  latest: number;
}
