/** Sessions with an ephemeral znode each, which end, and looks at what is there of them.
 *   begin            value life          a new session makes the ephemeral, every other one by a multi
 *                    ok: {owner, czxid, timeoutMs}
 *   use              value 'stay', 'move' or 'nap'   the session writes, at another server, or after a
 *                    short silence       ok: what became of the write: Used in client.ts
 *   end              value 'close' or 'silence'      the session is closed, or is silent for too long and
 *                    writes thereafter   ok: what became of that: Used
 *   look             value {life, server}   ok: what a server shows: Shown in client.ts
 *   look-everywhere  value life, at the end   ok: what every node shows, once it is gone from all;
 *                    fail with the same: it stays
 * `info` of a begin: the ephemeral may be there until its session ends. Of the threads that own, the
 * even ones see one server only, the odd ones roam over all and are moved. */

import { homeOf, roams } from '../../src/client/roaming.ts';
import { ensureZnodes } from '../../src/client/session.ts';
import type { Generator, Workload, WorkloadOptions } from '../../src/contract.ts';
import {
  cycle,
  delay,
  eachThread,
  fromFunction,
  limit,
  once,
  phases,
  sequence,
  stagger,
  untilOk,
} from '../../src/generator/index.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { ephemerals } from './checker.ts';
import { type EphemeralOp, ephemeralClient, LIVES } from './client.ts';

/** Of four threads, so many own. */
const OWNERS_OF_FOUR = 2;
const MOST_USES = 12;
/** Of one owner. */
const BETWEEN_USES_MS = 100;
/** The youngest lives are looked at. */
const LIVES_LOOKED_AT = 8;
const BETWEEN_LOOKS_MS = 10;
/** So often is a life looked at in the end, four seconds each time. */
const FINAL_TRIES = 3;

const CLAIM: Claim = {
  claim:
    'an ephemeral znode is there as long as the session that made it lives, and gone on every node soon after it ended; no operation of a session takes effect after its end',
  source:
    "ZooKeeper Programmer's Guide, Ephemeral Nodes and ZooKeeper Sessions (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#Ephemeral+Nodes)",
};

export const ephemeral: WorkloadEntry = {
  name: 'ephemeral',
  doc: 'ephemerals of sessions that move, nap, close and expire, looked at on every node',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create,
};

function create({ random, concurrency }: WorkloadOptions): Workload<EphemeralOp> {
  let lives = 0;
  const begin = (): EphemeralOp => ({ f: 'begin', value: ++lives });
  const end = (): EphemeralOp => ({ f: 'end', value: random.pick(['close', 'silence']) });
  const use = (thread: number | 'nemesis') => (): EphemeralOp => ({
    f: 'use',
    value: random.pick(roams(thread) ? ['stay', 'move', 'nap'] : ['stay', 'stay', 'nap']),
  });
  const life = (thread: number | 'nemesis'): Generator<EphemeralOp> =>
    stagger(
      random,
      BETWEEN_USES_MS,
      sequence(once(begin), limit(1 + random.intBelow(MOST_USES), use(thread)), once(end)),
    );
  const look = (): EphemeralOp => ({
    f: 'look',
    value: {
      life: Math.max(1, lives - random.intBelow(LIVES_LOOKED_AT)),
      server: random.intBelow(concurrency),
    },
  });
  return {
    name: 'ephemeral',
    ...CLAIM,
    setup: (place, signal) => ensureZnodes([LIVES], place, signal),
    open: place => ephemeralClient(homeOf(place, concurrency)),
    generator: eachThread(thread =>
      owns(thread) ? cycle(() => life(thread)) : delay(BETWEEN_LOOKS_MS, fromFunction(look)),
    ),
    finalGenerator: phases(
      eachThread(() => once<EphemeralOp>({ f: 'end', value: 'close' })),
      eachThread(thread => lastLooks(thread, { lives, concurrency })),
    ),
    checkers: [ephemerals],
  };
}

function owns(thread: number | 'nemesis'): boolean {
  return thread !== 'nemesis' && thread % 4 < OWNERS_OF_FOUR;
}

/** Each life is looked at by one thread. */
function lastLooks(
  thread: number | 'nemesis',
  { lives, concurrency }: { readonly lives: number; readonly concurrency: number },
): Generator<EphemeralOp> {
  const mine = Array.from({ length: lives }, (_, at) => at + 1).filter(
    life => life % concurrency === thread,
  );
  return sequence(
    ...mine.map(life =>
      untilOk(
        limit(
          FINAL_TRIES,
          fromFunction<EphemeralOp>(() => ({ f: 'look-everywhere', value: life })),
        ),
      ),
    ),
  );
}
