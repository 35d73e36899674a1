/** Accounts whose sum never changes.
 *   read      value null                  ok: {account: balance}
 *   transfer  value {from, to, amount}    ok: the same; both accounts are set in one multi
 * A transfer that finds too little, or that was overtaken, fails; one whose reply is lost is `info`. */

import { type SmallResult, bank as totals } from 'elle-ts-port';
import { anomalyTypeOf, type KnownAnomaly } from '../../src/anomalies.ts';
import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import type { Checker, Workload, WorkloadOptions } from '../../src/contract.ts';
import { mix } from '../../src/generator/index.ts';
import type { Random } from '../../src/random.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { ACCOUNTS, type BankOp, bankClient, INITIAL_BALANCE } from './client.ts';

const LEAST_ACCOUNTS = 2;
const MOST_AMOUNT = 5;
/** Reads of one kind of anomaly that are reported. */
const MOST_RECORDS = 5;
const CLAIM = 'transfers between znodes by multi never change the sum that is read';
const SOURCE =
  'ZooKeeper.multi: all of the operations or none (https://zookeeper.apache.org/doc/current/apidocs/zookeeper-server/org/apache/zookeeper/ZooKeeper.html)';

export const bank: WorkloadEntry = {
  name: 'bank',
  doc: 'transfers between accounts, whose sum stays the same',
  claims: {
    quorum: { claim: CLAIM, source: SOURCE },
    sync: oneByOne(),
    local: oneByOne(),
  },
  create,
};

function oneByOne(): Claim {
  const claim = `${CLAIM}. ZooKeeper does not promise this of a reader that reads one account after the other without checking versions`;
  return { claim, source: SOURCE, promised: false };
}

function create({ reads, random, keys }: WorkloadOptions): Workload<BankOp> {
  const accounts = Math.max(LEAST_ACCOUNTS, keys);
  return {
    name: 'bank',
    ...bank.claims[reads],
    setup: (place, signal) => ensureZnodes([ACCOUNTS], place, signal),
    open: place => bankClient(sessionAt(place), reads, accounts),
    generator: mix<BankOp>(
      random,
      () => ({ f: 'read', value: null }),
      () => transferBetween(accounts, random),
    ),
    checkers: [sameTotal(accounts)],
  };
}

function transferBetween(accounts: number, random: Random): BankOp {
  const from = random.intBelow(accounts);
  const to = (from + 1 + random.intBelow(accounts - 1)) % accounts;
  return { f: 'transfer', value: { from, to, amount: 1 + random.intBelow(MOST_AMOUNT) } };
}

/** Decides whether every read shows all accounts, none below zero, and the same sum. */
export function sameTotal(accounts: number): Checker {
  const total = accounts * INITIAL_BALANCE;
  const names = Array.from({ length: accounts }, (_, account) => account);
  return {
    name: 'bank',
    perKey: false,
    check: history => {
      const result = totals(history.events(), { total, accounts: names });
      const [first, ...rest] = anomaliesOf(result, total);
      const { counts } = result;
      if (first !== undefined) return { valid: false, anomalies: [first, ...rest], counts };
      if (result.valid === true) return { valid: true, counts };
      return { valid: 'unknown', why: 'nobody read the accounts', counts };
    },
  };
}

function anomaliesOf({ anomalies }: SmallResult, total: number): KnownAnomaly[] {
  return Object.entries(anomalies).flatMap(([type, records]) =>
    records.slice(0, MOST_RECORDS).map((record): KnownAnomaly => {
      const { operations, ...detail } = record;
      return {
        type: anomalyTypeOf(type),
        promised: `the balances add up to ${total}, and none is below zero`,
        seen: JSON.stringify(detail),
        operations: operations.map(({ index }) => index),
      };
    }),
  );
}
