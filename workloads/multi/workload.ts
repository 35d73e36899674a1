/** Groups of znodes that are only ever set together, by multis.
 *   set    value integer, each once      one multi: every znode is set to it, and the log of the group
 *                                        gets a child of that name   ok: [[version, mzxid], ...]
 *   spoil  value {value, flaw, at}       the same multi with a part that cannot be done
 *                                        ok: 'refused', or 'done' where the server did it
 *   read   value null                    one multi read (since 3.6)  ok: [[value, version, mzxid], ...]
 *   look   value [part, ...]             plain reads, in that order  ok: the same, in that order
 *   list   value null                    a strong read of the log    ok: [value, ...]
 * A znode that is not there is null. `info` of a set or a spoil: it may yet be done, as a whole. */

import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import type { Workload, WorkloadOptions } from '../../src/contract.ts';
import {
  eachThread,
  independentKeys,
  mix,
  once,
  reserve,
  type Source,
  sequence,
} from '../../src/generator/index.ts';
import type { Random } from '../../src/random.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { lacking } from '../features.ts';
import { allOrNothing } from './checker.ts';
import { type Flaw, GROUPS, type MultiWorkloadOp, multiClient, PARTS } from './client.ts';

/** The number of operations per group: its log stays short. */
const OPERATIONS_PER_GROUP = 150;
/** Half of them read. */
const THREADS_PER_GROUP = 6;
const FLAWS: readonly Flaw[] = ['check', 'create', 'delete', 'setData'];

const CLAIM: Claim = {
  claim:
    'a multi takes effect as a whole, at one zxid, or not at all; a reader sees all of it or nothing, at any server, and a multi read sees one state',
  source:
    'ZooKeeper.multi: all of the operations or none (https://zookeeper.apache.org/doc/current/apidocs/zookeeper-server/org/apache/zookeeper/ZooKeeper.html)',
};

export const multi: WorkloadEntry = {
  name: 'multi',
  doc: 'znodes that are set together by multis, some of which cannot be done, and multi reads of them',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create,
};

function create({
  keys,
  concurrency,
  random,
  ensemble,
}: WorkloadOptions): Workload<MultiWorkloadOp> {
  const inUse = Math.max(1, Math.min(keys, Math.floor(concurrency / THREADS_PER_GROUP)));
  const threads = Math.floor(concurrency / inUse);
  const skipped = lacking(ensemble, 'multi reads');
  const readers = skipped.length > 0 ? [looks(random)] : [looks(random), read];
  let groups = 0;
  let last = 0;
  const next = (): number => ++last;
  return {
    name: 'multi',
    ...CLAIM,
    setup: (place, signal) => ensureZnodes([GROUPS], place, signal),
    open: place => multiClient(sessionAt(place)),
    generator: independentKeys(threads, OPERATIONS_PER_GROUP, key => {
      groups = key + 1;
      const set = (): MultiWorkloadOp => ({ f: 'set', value: next() });
      return reserve(
        [[Math.floor(threads / 2), mix(random, ...readers)]],
        mix(random, set, set, spoils(next, random)),
      );
    }),
    finalGenerator: eachThread(() =>
      sequence(
        ...Array.from({ length: groups }, (_, key) =>
          once<MultiWorkloadOp>({ f: 'list', value: null, key }),
        ),
      ),
    ),
    checkers: [allOrNothing],
    skipped,
  };
}

const read = (): MultiWorkloadOp => ({ f: 'read', value: null });

function looks(random: Random): Source<MultiWorkloadOp> {
  const parts = Array.from({ length: PARTS }, (_, part) => part);
  return () => ({ f: 'look', value: random.shuffle(parts) });
}

/** The flaw may stand before, between or after the other parts: the znodes and the log. */
function spoils(next: () => number, random: Random): Source<MultiWorkloadOp> {
  return () => ({
    f: 'spoil',
    value: { value: next(), flaw: random.pick(FLAWS), at: random.intBelow(PARTS + 2) },
  });
}
