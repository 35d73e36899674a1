/** Moves money between accounts, each a znode that holds its balance. */

import {
  commit,
  type OptimisticSession,
  type Place,
  readAll,
} from '../../src/client/optimistic.ts';
import type { Client, Outcome, ReadStrength } from '../../src/contract.ts';
import { outcomeOf } from '../../src/zookeeper/outcome.ts';

interface Transfer {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
}

export type BankOp =
  | { readonly f: 'read'; readonly value: null }
  | { readonly f: 'transfer'; readonly value: Transfer };

/** The parent of all accounts; strong reads write to it. */
export const ACCOUNTS = '/zoobreak-bank';
export const INITIAL_BALANCE = 10;

export function bankClient(
  session: OptimisticSession,
  reads: ReadStrength,
  accounts: number,
): Client<BankOp> {
  return {
    invoke: (op, signal) => {
      const place = { session, reads, side: ACCOUNTS, signal };
      return op.f === 'read' ? readBalances(accounts, place) : transfer(op.value, place);
    },
    close: () => session.close(),
  };
}

function pathOf(account: number): string {
  return `${ACCOUNTS}/${account}`;
}

/** Returns all balances; with quorum reads, only if all accounts existed at the same time. */
async function readBalances(accounts: number, place: Place): Promise<Outcome> {
  const paths = Array.from({ length: accounts }, (_, account) => pathOf(account));
  const seen = await readAll(paths, String(INITIAL_BALANCE), place);
  if (!seen.ok) return outcomeOf(seen, 'read', null);
  const balances = Object.fromEntries(seen.value.map(({ text }, i) => [i, Number(text)]));
  if (place.reads !== 'quorum') return outcomeOf(seen, 'read', balances);
  return outcomeOf(await commit(seen.value, new Map(), place), 'read', balances);
}

async function transfer({ from, to, amount }: Transfer, place: Place): Promise<Outcome> {
  const seen = await readAll([pathOf(from), pathOf(to)], String(INITIAL_BALANCE), place);
  if (!seen.ok) return outcomeOf(seen, 'read', null);
  const [poorer, richer] = seen.value.map(({ text }) => Number(text));
  if (poorer === undefined || richer === undefined || poorer < amount) {
    const message = `expected at least ${amount} in account ${from}, found ${poorer}`;
    const { zxid, node, session } = seen;
    return { type: 'fail', error: { name: 'TOOPOOR', message }, zxid, node, session };
  }
  const texts = new Map([
    [pathOf(from), String(poorer - amount)],
    [pathOf(to), String(richer + amount)],
  ]);
  return outcomeOf(await commit(seen.value, texts, place), 'write', { from, to, amount });
}
