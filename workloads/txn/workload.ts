/** Transactions over several lists, each list in a znode.
 *   txn  value [["r", key, null], ["append", key, element], ...]   ok: the same, reads with their lists
 * Applied optimistically: the znodes are read, then one multi checks their versions and sets those that
 * change. A conflict is a `fail`; a lost reply leaves a transaction that writes `info`. Elements are
 * appended to a key once. */

import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import type { ReadStrength, Workload, WorkloadOptions } from '../../src/contract.ts';
import { mix } from '../../src/generator/index.ts';
import type { Random } from '../../src/random.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { strictSerializable } from './checker.ts';
import { LISTS, type Mop, type TxnOp, txnClient } from './client.ts';

/** The number of appends after which a key is done: lists stay short. */
const APPENDS_PER_KEY = 64;
const MOST_MOPS = 4;
const SOURCE =
  "ZooKeeper Programmer's Guide, Consistency Guarantees, and ZooKeeper.multi (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#ch_zkGuarantees)";

export const txn: WorkloadEntry = {
  name: 'txn',
  doc: 'transactions that read and append to several znodes, by multi',
  claims: {
    quorum: {
      claim:
        'transactions that check the versions of all they read and wrote in one multi are strictly serializable',
      source: `${SOURCE}: a multi takes effect as a whole, at one moment`,
    },
    sync: ofUpdates('after a sync'),
    local: ofUpdates("from a server's own copy, which may be stale"),
  },
  create,
};

function ofUpdates(how: string): Claim {
  return {
    claim: `transactions that write are strictly serializable, since they check the versions of all they read. Those that only read do so one znode after the other, ${how}. They see what was committed, and a note names the strongest models that hold with them`,
    source: SOURCE,
  };
}

function create({ reads, random, keys }: WorkloadOptions): Workload<TxnOp> {
  const next = transactions(random, keys);
  return {
    name: 'txn',
    ...claimAt(reads),
    setup: (place, signal) => ensureZnodes([LISTS], place, signal),
    open: place => txnClient(sessionAt(place), reads),
    generator: mix<TxnOp>(random, () => ({ f: 'txn', value: next() })),
    checkers: [strictSerializable(reads === 'quorum' ? 'all' : 'updates')],
  };
}

function claimAt(reads: ReadStrength): Claim {
  return txn.claims[reads];
}

/** Draws transactions over `keys` keys at a time; a key that has had its appends is replaced. */
function transactions(random: Random, keys: number): () => readonly Mop[] {
  const active = Array.from({ length: keys }, (_, key) => key);
  const appended = new Map<number, number>();
  let fresh = keys;
  const mop = (): Mop => {
    const slot = random.intBelow(active.length);
    const key = active[slot] ?? 0;
    if (random.intBelow(2) === 0) return ['r', key, null];
    const element = (appended.get(key) ?? 0) + 1;
    appended.set(key, element);
    if (element === APPENDS_PER_KEY) active[slot] = fresh++;
    return ['append', key, element];
  };
  return () => Array.from({ length: 1 + random.intBelow(MOST_MOPS) }, mop);
}
