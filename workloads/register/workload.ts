/** Znodes as versioned compare-and-set registers, many one after the other.
 *   read    value null          ok: [version, integer], or [-1, null] where nothing was written yet
 *   write   value integer       setData at any version, the first one create   ok: [version, integer]
 *   cas     value [old, next]   read, then setData at the version read         ok: [version, next]
 * A register starts as absent: version -1, value null. The znode is created by its first write, whose
 * version is therefore 0, and is never deleted, so that no step of a write but one can take effect.
 * A lost reply leaves a write or a cas `info`: it may yet take effect. A read that is not answered, and
 * a cas that read another value than `old`, `fail`. */

import { linearizable } from '../../src/checker/linearizable/index.ts';
import { sessionAt } from '../../src/client/session.ts';
import type { Generator, Worker, Workload, WorkloadOptions } from '../../src/contract.ts';
import {
  eachThread,
  independentKeys,
  mix,
  once,
  reserve,
  sequence,
} from '../../src/generator/index.ts';
import { versionedRegister } from '../../src/model/index.ts';
import type { WorkloadEntry } from '../entry.ts';
import { prepareRegisters, type RegisterOp, registerClient } from './client.ts';

/** The number of values: few, so that a cas often finds what it expects. */
const VALUE_COUNT = 3;
/** The number of operations on one key, so that unanswered operations do not accumulate. */
const OPERATIONS_PER_KEY = 200;
/** The fewest threads that share a key: a reader and a writer for each node of the usual ensemble. */
const THREADS_PER_KEY = 6;
/** The number of threads that read a key at the end. */
const FINAL_READERS = 3;

const GUARANTEES =
  "ZooKeeper Programmer's Guide, Consistency Guarantees (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#ch_zkGuarantees)";

export const register: WorkloadEntry = {
  name: 'register',
  doc: 'reads, writes and compare-and-sets of single znodes',
  claims: {
    quorum: {
      claim:
        'reads that follow a write of the same session, writes and compare-and-sets of one znode are linearizable',
      source: `${GUARANTEES}: writes are linearizable, and a session's operations take effect in its order`,
    },
    sync: {
      claim:
        'reads that follow a sync, writes and compare-and-sets of one znode are linearizable, unless a leader is cut off or paused: it may answer a sync before it learns that it no longer leads',
      source: `${GUARANTEES}; ZOOKEEPER-1675: sync is not committed by a quorum`,
    },
    local: {
      claim:
        'plain reads, writes and compare-and-sets of one znode are linearizable. ZooKeeper does not promise this: a server answers plain reads from its own copy, which may be stale, so a violation here is no defect of the server',
      source: `${GUARANTEES}: simultaneously consistent cross-client views are not guaranteed`,
      promised: false,
    },
  },
  create: createRegister,
};

function createRegister(options: WorkloadOptions): Workload<RegisterOp> {
  const { reads, random, concurrency } = options;
  const value = (): number => random.intBelow(VALUE_COUNT);
  const read = (): RegisterOp => ({ f: 'read', value: null });
  const write = (): RegisterOp => ({ f: 'write', value: value() });
  const cas = (): RegisterOp => ({ f: 'cas', value: [value(), value()] });
  const threads = threadsPerKey(options);
  const readers = Math.floor(threads / 2);
  let keysUsed = 0;
  return {
    name: 'register',
    ...register.claims[reads],
    setup: prepareRegisters,
    open: place => registerClient(sessionAt(place), reads),
    generator: independentKeys(threads, OPERATIONS_PER_KEY, key => {
      keysUsed = key + 1;
      return reserve([[readers, read]], mix(random, write, write, cas));
    }),
    finalGenerator: eachThread(thread => readKeys(keysOf(thread, keysUsed, concurrency))),
    checkers: [linearizable(versionedRegister)],
  };
}

/** The keys that a thread reads at the end. */
function keysOf(thread: Worker['thread'], keysUsed: number, threads: number): readonly number[] {
  if (thread === 'nemesis') return [];
  const stride = Math.max(1, Math.floor(threads / FINAL_READERS));
  return Array.from({ length: keysUsed }, (_, key) => key).filter(
    key => (key + thread) % stride === 0,
  );
}

function readKeys(keys: readonly number[]): Generator<RegisterOp> {
  return sequence(...keys.map(key => once<RegisterOp>({ f: 'read', value: null, key })));
}

/** Returns how many threads share a key: all threads divided by the keys in use, but enough that a key is
 * read through several nodes. Half of them only read: a partitioned writer waits for a quorum, a reader still
 * observes. */
function threadsPerKey({ concurrency, keys }: WorkloadOptions): number {
  const inUse = Math.max(1, Math.min(keys, Math.floor(concurrency / THREADS_PER_KEY)));
  return Math.floor(concurrency / inUse);
}
