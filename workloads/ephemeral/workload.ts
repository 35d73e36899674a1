/** Sessions with one ephemeral znode each, which end, and observations of these ephemerals.
 *   begin            value number        a new session makes the ephemeral, every other one by a multi
 *                    ok: {owner, czxid, timeoutMs}
 *   use              value 'stay', 'move' or 'nap'   the session writes, at another server, or after a
 *                    short silence       ok: the write's outcome: Used in client.ts
 *   end              value 'close' or 'silence'      the session is closed, or is silent for too long and
 *                    writes afterwards   ok: its outcome: Used
 *   look             value {life, server}   ok: what a server shows: Shown in client.ts
 *   look-everywhere  value number, at the end   ok: what every node shows, once it is gone from all;
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

/** How many of every four threads own sessions. */
const OWNERS_OF_FOUR = 2;
const MOST_USES = 12;
/** The time between two uses of one owner. */
const BETWEEN_USES_MS = 100;
/** How many of the latest sessions are observed. */
const LIVES_LOOKED_AT = 8;
const BETWEEN_LOOKS_MS = 10;
/** How often a session is observed at the end, for four seconds each time. */
const FINAL_TRIES = 3;

const CLAIM: Claim = {
  claim:
    'an ephemeral znode exists as long as its session is alive, and is gone from every node soon after its end; no operation of a session takes effect after its end',
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

/** Assigns each session's final observations to one thread. */
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
