/** How old plain reads are.
 *   write  value null   setData   ok: the version it made
 *   read   value null   getData, from the server's own copy   ok: the version it showed
 *          value n      the same of another server, right after a write of the same thread
 *   role   value null   ok: what the role of the session's server: leader, follower, ...
 * `info` of a write: its version may be read, now or later. */

import { ensureZnodes } from '../../src/client/session.ts';
import type { Generator, Workload, WorkloadOptions } from '../../src/contract.ts';
import {
  eachThread,
  flipFlop,
  fromFunction,
  stagger,
  timeLimit,
} from '../../src/generator/index.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { staleness } from './checker.ts';
import { CLOCKS, type TimelinessOp, timelinessClient } from './client.ts';

/** The time between two writes of one writer. */
const BETWEEN_WRITES_MS = 20;
/** A reader queries its server's role once every N operations on average. */
const READS_PER_ROLE = 50;
/** How long writes and reads continue after all faults were healed: reads are judged from 9 s on. */
const CALM_MS = 14_000;
/** Operations a second, then. */
const CALM_RATE = 200;

const CLAIM: Claim = {
  claim:
    'a plain read may be stale, but while no fault is active by at most the time that a server may be behind: four seconds, which is syncLimit in the configuration used here',
  source:
    "ZooKeeper Programmer's Guide, Consistency Guarantees: timeliness (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#ch_zkGuarantees); syncLimit in the Administrator's Guide",
};

export const timeliness: WorkloadEntry = {
  name: 'timeliness',
  doc: 'how old plain reads are, for leaders, followers and observers',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create,
};

/** The first thread and the last one write, each its own znode; the others read through all servers. */
function create({ random, concurrency }: WorkloadOptions): Workload<TimelinessOp> {
  const writers = [...new Set([0, concurrency - 1])];
  const znode = (): number => random.intBelow(writers.length);
  const look = (): TimelinessOp =>
    random.intBelow(READS_PER_ROLE) === 0
      ? { f: 'role', value: null }
      : { f: 'read', value: null, key: znode() };
  const load = (): Generator<TimelinessOp> =>
    eachThread(thread => {
      const key = thread === 'nemesis' ? -1 : writers.indexOf(thread);
      if (key < 0 || concurrency === 1) return fromFunction(look);
      const write = (): TimelinessOp => ({ f: 'write', value: null, key });
      const read = (): TimelinessOp => ({ f: 'read', value: random.intBelow(concurrency), key });
      return flipFlop(stagger(random, BETWEEN_WRITES_MS, write), read);
    });
  return {
    name: 'timeliness',
    ...CLAIM,
    setup: (place, signal) => {
      const paths = writers.map((_, key) => `${CLOCKS}/${key}`);
      return ensureZnodes([CLOCKS, ...paths], place, signal);
    },
    open: place => timelinessClient(place),
    generator: load(),
    finalGenerator: timeLimit(CALM_MS, stagger(random, 1000 / CALM_RATE, load())),
    checkers: [staleness],
  };
}
