/** Applies transactions of reads and appends to znodes that hold lists. What `info` means is in workload.ts. */

import {
  commit,
  type OptimisticSession,
  type Place,
  readAll,
  type Seen,
} from '../../src/client/optimistic.ts';
import type { Client, Outcome, ReadStrength } from '../../src/contract.ts';
import { outcomeOf } from '../../src/zookeeper/outcome.ts';

/** A read before it was made (null) or after, or an append. */
export type Mop =
  | readonly ['r', number, readonly number[] | null]
  | readonly ['append', number, number];

export interface TxnOp {
  readonly f: 'txn';
  readonly value: readonly Mop[];
}

/** The parent of all lists; strong reads write to it. */
export const LISTS = '/zoobreak-txn';
const EMPTY = '[]';

/** A client of one session. */
export function txnClient(session: OptimisticSession, reads: ReadStrength): Client<TxnOp> {
  return {
    invoke: ({ value }, signal) => apply(value, { session, reads, side: LISTS, signal }),
    close: () => session.close(),
  };
}

async function apply(mops: readonly Mop[], place: Place): Promise<Outcome> {
  const paths = [...new Set(mops.map(mop => pathOf(mop[1])))];
  const seen = await readAll(paths, EMPTY, place);
  if (!seen.ok) return outcomeOf(seen, 'read', null);
  const { done, texts } = carriedOut(mops, seen.value);
  // A read-only transaction has nothing to protect: it is as consistent as its reads.
  if (texts.size === 0 && place.reads !== 'quorum') return outcomeOf(seen, 'read', done);
  return outcomeOf(await commit(seen.value, texts, place), 'write', done);
}

/** Applies the transaction to what was read; returns its result, and the lists it has changed. */
function carriedOut(
  mops: readonly Mop[],
  seen: readonly Seen[],
): { readonly done: readonly Mop[]; readonly texts: ReadonlyMap<string, string> } {
  const lists = new Map(seen.map(({ path, text }) => [path, elementsOf(text, path)]));
  const texts = new Map<string, string>();
  const done = mops.map((mop): Mop => {
    const path = pathOf(mop[1]);
    const list = lists.get(path) ?? [];
    if (mop[0] === 'r') return ['r', mop[1], list];
    const longer = [...list, mop[2]];
    lists.set(path, longer);
    texts.set(path, JSON.stringify(longer));
    return mop;
  });
  return { done, texts };
}

function pathOf(key: number): string {
  return `${LISTS}/${key}`;
}

function elementsOf(text: string, path: string): readonly number[] {
  const list: unknown = JSON.parse(text);
  if (Array.isArray(list) && list.every(item => typeof item === 'number')) return list;
  throw new TypeError(`txn: expected a list of numbers at ${path}, found ${text}`);
}
