/** Data around the largest accepted size, long names, and many children.
 *   put    value {id, bytes}   create with `bytes` of data   ok: 'accepted', or 'refused': the server hung
 *                              up, and the session, which continues, does not find it
 *   name   value {id, bytes}   the same with a path of that length, deleted at once
 *   get    value id            a strong read       ok: {bytes, intact}, or null
 *   drop   value id            deletes it
 *   spawn  value batch         one multi that creates a batch of children
 *   list   value null          a strong read       ok: [[batch, children], ...]
 * `info` of what stores something: it may yet be there. At the end, when all is healed, every thread
 * reads what was stored during the load, tries all sizes, and reads what every other has stored. */

import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import type { Generator, Workload, WorkloadOptions } from '../../src/contract.ts';
import {
  any,
  eachThread,
  fromFunction,
  limit,
  once,
  phases,
  sequence,
  stagger,
} from '../../src/generator/index.ts';
import type { Random } from '../../src/random.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { limitsKept } from './checker.ts';
import { LIMITS_ZNODES, type LimitsOp, limitsClient, MOST_DATA_BYTES } from './client.ts';

const SMALL_BYTES = 1_024;
/** Below, at and above the limit. */
const SIZES: readonly number[] = [
  1_000_000,
  MOST_DATA_BYTES - 1_024,
  MOST_DATA_BYTES,
  MOST_DATA_BYTES + 1,
  MOST_DATA_BYTES + 1_024,
  1_200_000,
];
const NAME_LENGTHS: readonly number[] = [1_000, 30_000, 250_000, 1_200_000];
/** Between two long requests. */
const LONG_INTERVAL_MS = 700;
/** The most long requests: servers keep the latest requests in memory, regardless of their size. */
const MOST_LONG = 150;
/** An element is dropped once this many others are stored. */
const KEPT = 12;
/** The most data of the load that each thread reads again at the end. */
const OLD_READ = 24;

const CLAIM: Claim = {
  claim:
    'a request of up to jute.maxbuffer (1 MB) is taken, a longer one refused, alike on every server; what is taken is stored as it was sent. Sessions and the leader outlive what is refused',
  source:
    "ZooKeeper Administrator's Guide, jute.maxbuffer (https://zookeeper.apache.org/doc/current/zookeeperAdmin.html#Unsafe+Options)",
};

export const limits: WorkloadEntry = {
  name: 'limits',
  doc: 'data below, at and above 1 MB, long names, and many children',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create,
};

function create({ random, concurrency }: WorkloadOptions): Workload<LimitsOp> {
  let last = 0;
  const next = (): number => ++last;
  const put = new Set<number>();
  return {
    name: 'limits',
    ...CLAIM,
    setup: (place, signal) => ensureZnodes(LIMITS_ZNODES, place, signal),
    open: place => limitsClient(sessionAt(place)),
    generator: any<LimitsOp>(small(next, put), long(next, { random, put })),
    finalGenerator: everywhere(next, { threads: concurrency, put }),
    checkers: [limitsKept],
  };
}

/** Puts, reads and drops in turn, which show that the ensemble continues to serve. `put` holds what was put
 * and not dropped. */
function small(next: () => number, put: Set<number>): Generator<LimitsOp> {
  let turn = 0;
  let id = 0;
  return fromFunction<LimitsOp>(() => {
    turn += 1;
    if (turn % 3 === 1) {
      id = next();
      put.add(id);
      return { f: 'put', value: { id, bytes: SMALL_BYTES } };
    }
    if (turn % 3 === 2) return { f: 'get', value: id };
    const old = Math.max(1, id - KEPT);
    put.delete(old);
    return { f: 'drop', value: old };
  });
}

interface Long {
  readonly random: Random;
  readonly put: Set<number>;
}

function long(next: () => number, { random, put }: Long): Generator<LimitsOp> {
  let id = 0;
  const kinds: readonly (() => LimitsOp)[] = [
    () => {
      id = next();
      put.add(id);
      return { f: 'put', value: { id, bytes: random.pick(SIZES) } };
    },
    () => ({ f: 'get', value: id }),
    () => ({ f: 'name', value: { id: next(), bytes: random.pick(NAME_LENGTHS) } }),
    () => ({ f: 'spawn', value: next() }),
    () => ({ f: 'list', value: null }),
  ];
  return limit(
    MOST_LONG,
    stagger(random, LONG_INTERVAL_MS, () => random.pick(kinds)()),
  );
}

interface Final {
  readonly threads: number;
  readonly put: ReadonlySet<number>;
}

/** Every thread reads what the load stored, tries all sizes, and then reads what every thread has stored. */
function everywhere(next: () => number, { threads, put }: Final): Generator<LimitsOp> {
  const ids = Array.from({ length: threads }, () => SIZES.map(() => next()));
  const ofThread = (thread: number | 'nemesis'): readonly LimitsOp[] =>
    SIZES.map((bytes, at) => ({
      f: 'put',
      value: { id: ids[Number(thread)]?.[at] ?? 0, bytes },
    }));
  const looks = (read: readonly number[]): readonly LimitsOp[] => [
    { f: 'list', value: null },
    ...read.map((value): LimitsOp => ({ f: 'get', value })),
  ];
  const all = (ops: readonly LimitsOp[]): Generator<LimitsOp> =>
    sequence(...ops.map(op => once(op)));
  return phases(
    eachThread(() => all(looks([...put].slice(-OLD_READ)))),
    eachThread(thread => all(thread === 'nemesis' ? [] : ofThread(thread))),
    eachThread(() => all(looks(ids.flat()))),
  );
}
