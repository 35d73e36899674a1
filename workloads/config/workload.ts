/** A configuration that one process publishes and many follow.
 *   publish  value integer, each once   ok: [version, integer]
 *   follow   value null or 'last'       ok: {from: [version, integer], to: [version, integer], told}:
 *            what was read when a watch was left, what was read next, and whether the watch's event
 *            came before that
 * `info` of a publish: it may yet be seen. */

import { ensureZnodes } from '../../src/client/session.ts';
import type { Workload, WorkloadOptions } from '../../src/contract.ts';
import { eachThread, fromFunction, once } from '../../src/generator/index.ts';
import { keyOf, znodesIn } from '../../src/generator/shared-keys.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { following } from './checker.ts';
import { CONFIGS, type ConfigOp, configClient } from './client.ts';

/** The threads of one configuration: one publishes, the others follow. */
const THREADS_PER_CONFIG = 4;

const CLAIM: Claim = {
  claim:
    'a follower sees published versions in their order and never goes back, receives the event of a change before it can read the change, and reads the last version in the end',
  source:
    "ZooKeeper Programmer's Guide, Consistency Guarantees and Watches (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#ch_zkWatches)",
};

export const config: WorkloadEntry = {
  name: 'config',
  doc: 'one publishes a configuration, others follow it by watches',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create,
};

function create({ keys, concurrency }: WorkloadOptions): Workload<ConfigOp> {
  const configs = Math.max(1, Math.min(keys, Math.floor(concurrency / THREADS_PER_CONFIG)));
  let last = 0;
  return {
    name: 'config',
    ...CLAIM,
    setup: (place, signal) => ensureZnodes(znodesIn(CONFIGS, configs), place, signal),
    open: place => configClient(place),
    generator: eachThread(thread => {
      const key = keyOf(thread, configs);
      return thread === key
        ? fromFunction<ConfigOp>(() => ({ f: 'publish', value: ++last, key }))
        : fromFunction<ConfigOp>(() => ({ f: 'follow', value: null, key }));
    }),
    finalGenerator: eachThread(thread =>
      once<ConfigOp>({ f: 'follow', value: 'last', key: keyOf(thread, configs) }),
    ),
    checkers: [following],
  };
}
