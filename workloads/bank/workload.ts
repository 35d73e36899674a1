/** Accounts whose sum never changes.
 *   read      value null                  ok: {account: balance}
 *   transfer  value {from, to, amount}    ok: the same; both accounts are set in one multi
 * A transfer that finds too little, or that was overtaken, fails; one whose reply is lost is `info`. */

import { type SmallAnomaly, type SmallResult, bank as totals } from 'elle-ts-port';
import { anomalyTypeOf, type KnownAnomaly } from '../../src/anomalies.ts';
import { verdictOf } from '../../src/checker/finding.ts';
import { answererOf, seconds } from '../../src/checker/words.ts';
import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import type { Checker, Workload, WorkloadOptions } from '../../src/contract.ts';
import { mix } from '../../src/generator/index.ts';
import type { History } from '../../src/history/history.ts';
import type { Random } from '../../src/random.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { ACCOUNTS, type BankOp, bankClient, INITIAL_BALANCE } from './client.ts';

const LEAST_ACCOUNTS = 2;
const MOST_AMOUNT = 5;
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
      const anomalies = anomaliesOf(result, { total, history });
      const { counts } = result;
      if (anomalies.length > 0) return verdictOf({ anomalies, counts, doubts: [] });
      if (result.valid === true) return { valid: true, counts };
      return { valid: 'unknown', why: 'nobody read the accounts', counts };
    },
  };
}

interface Accounts {
  readonly total: number;
  readonly history: History;
}

function anomaliesOf({ anomalies }: SmallResult, accounts: Accounts): KnownAnomaly[] {
  return Object.entries(anomalies).flatMap(([type, records]) =>
    records.map((record): KnownAnomaly => {
      const indices = record.operations.map(({ index }) => index);
      return {
        type: anomalyTypeOf(type),
        promised: `the balances add up to ${accounts.total}, and none is below zero`,
        seen: sentenceOn(record, accounts),
        operations: indices,
      };
    }),
  );
}

/** `n2 returned balances of 81 in total at 1.204 s, not of 80: {"0":12,"1":69}` */
function sentenceOn(
  { operations: [read], ...detail }: SmallAnomaly,
  { total, history }: Accounts,
): string {
  const event = read && history.event(read.index);
  const who = event && answererOf({ ...event, process: Number(event.process) });
  const when = event && seconds(event.time);
  const { total: sum, balances, accounts } = detail;
  const shown = balances === undefined ? '' : `: ${JSON.stringify(balances)}`;
  if (sum !== undefined)
    return `${who} returned balances of ${sum} in total at ${when}, not of ${total}${shown}`;
  return `${who} returned wrong balances of the accounts ${JSON.stringify(accounts)} at ${when}${shown}`;
}
