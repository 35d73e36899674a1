/**
 * Bank: transfers between accounts never change the sum of the balances.
 *   read      ok: { account: balance }
 *   transfer  { from, to, amount }
 * Source: jepsen.tests.bank.
 */
import type { Event } from '../history/event.ts';
import {
  type Operation,
  okReads,
  operationsOf,
  type SmallAnomaly,
  type SmallResult,
  smallResult,
} from './operations.ts';

export interface BankOptions {
  /** The sum of all balances. */
  readonly total: number;
  /** All accounts, where reads must show each of them. */
  readonly accounts?: readonly (string | number)[];
  readonly allowNegative?: boolean;
}

export function bank(events: Iterable<Event>, options: BankOptions): SmallResult {
  const reads = okReads(operationsOf(events));
  const problems = reads.flatMap(read => problemsOf(read, options));
  const types = ['unexpected-accounts', 'missing-balance', 'wrong-total', 'negative-balance'];
  const of = (type: string): SmallAnomaly[] =>
    problems.filter(problem => problem.type === type).map(({ type: _, ...rest }) => rest);
  const found = Object.fromEntries(types.map(type => [type, of(type)]));
  return smallResult(found, { reads: reads.length }, reads.length > 0);
}

interface Problem extends SmallAnomaly {
  readonly type: string;
}

/** What is wrong with one read, the first thing only: the others would follow from it. */
function problemsOf(read: Operation, options: BankOptions): Problem[] {
  const operations = [read];
  const isMap = typeof read.result === 'object' && read.result !== null;
  const balances = Object.entries(isMap ? read.result : {});
  const names = options.accounts?.map(String) ?? balances.map(([account]) => account);
  const strangers = balances.map(([account]) => account).filter(name => !names.includes(name));
  if (strangers.length > 0)
    return [{ type: 'unexpected-accounts', operations, accounts: strangers }];
  const known = new Map(balances);
  const missing = names.filter(name => typeof known.get(name) !== 'number');
  if (missing.length > 0 || names.length === 0) {
    return [{ type: 'missing-balance', operations, accounts: missing }];
  }
  const total = balances.reduce((sum, [, balance]) => sum + Number(balance), 0);
  if (total !== options.total)
    return [{ type: 'wrong-total', operations, total, balances: read.result }];
  const negative = balances
    .filter(([, balance]) => Number(balance) < 0)
    .map(([account]) => account);
  if (negative.length === 0 || options.allowNegative) return [];
  return [{ type: 'negative-balance', operations, accounts: negative, balances: read.result }];
}
