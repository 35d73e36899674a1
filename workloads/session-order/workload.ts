/** Sessions that send many requests before the first is answered, and that move from server to server.
 *   burst  value [{f: 'set', znode, value} | {f: 'get', znode}, ...]   ok: what became of each: Sent
 *          in client.ts. `ok` as long as the session is alive, also if requests in it are
 *          in doubt; `info`: the session is over
 *   move   value null   continues at another server   ok: its name
 * Half of the threads see one server only, the odd ones roam over all and are moved. */

import { homeOf, roams } from '../../src/client/roaming.ts';
import { ensureZnodes } from '../../src/client/session.ts';
import type { Workload, WorkloadOptions } from '../../src/contract.ts';
import { eachThread, fromFunction, once } from '../../src/generator/index.ts';
import type { Random } from '../../src/random.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { sessionOrder as checker } from './checker.ts';
import { type BurstStep, SESSIONS, type SessionOp, sessionOrderClient } from './client.ts';

/** Znodes that all write to. */
const MOST_SHARED = 3;
const MOST_STEPS = 6;
/** A roaming session changes servers once every N operations on average. */
const OPERATIONS_PER_MOVE = 20;

const CLAIM: Claim = {
  claim:
    'a session sees its own writes, and never an older state than it has seen, even after a move to another server; its requests are answered, and take effect, in the order of sending',
  source:
    "ZooKeeper Programmer's Guide, Consistency Guarantees: sequential consistency, single system image (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#ch_zkGuarantees)",
};

export const sessionOrder: WorkloadEntry = {
  name: 'session-order',
  doc: 'sessions that send many requests at once, half of them moving from server to server',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create,
};

function create({ random, concurrency, keys }: WorkloadOptions): Workload<SessionOp> {
  const shared = Math.min(MOST_SHARED, keys);
  let last = 0;
  const step = (): BurstStep => {
    const znode = random.intBelow(4) === 0 ? 'own' : random.intBelow(shared);
    return random.intBelow(2) === 0 ? { f: 'get', znode } : { f: 'set', znode, value: ++last };
  };
  const burst = (): SessionOp => ({
    f: 'burst',
    value: Array.from({ length: 1 + random.intBelow(MOST_STEPS) }, step),
  });
  return {
    name: 'session-order',
    ...CLAIM,
    setup: (place, signal) => {
      const paths = Array.from({ length: shared }, (_, znode) => `${SESSIONS}/${znode}`);
      return ensureZnodes([SESSIONS, ...paths], place, signal);
    },
    open: place => sessionOrderClient(homeOf(place, concurrency)),
    generator: eachThread(thread =>
      fromFunction(roams(thread) ? () => moveAtTimes(random, burst) : burst),
    ),
    finalGenerator: eachThread(() => once<SessionOp>({ f: 'burst', value: readsOf(shared) })),
    checkers: [checker],
  };
}

function moveAtTimes(random: Random, burst: () => SessionOp): SessionOp {
  return random.intBelow(OPERATIONS_PER_MOVE) === 0 ? { f: 'move', value: null } : burst();
}

function readsOf(shared: number): readonly BurstStep[] {
  const all = Array.from({ length: shared }, (_, znode): BurstStep => ({ f: 'get', znode }));
  return [...all, { f: 'get', znode: 'own' }];
}
