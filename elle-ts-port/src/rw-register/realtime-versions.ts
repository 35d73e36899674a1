/**
 * The order of versions from realtime, for keys that are linearizable.
 *
 * For each key: a committed transaction that touches it precedes the next ones that touch it, along
 * every path of the reduced realtime order that touches the key in between nowhere. Up to 32
 * transactions of a key are followed at once, as the bits of one integer, through the window of
 * transactions between the key's first and last use.
 */

import { reducedOrder } from '../graph/realtime.ts';
import { type Grouping, group, grouped } from '../history/grouping.ts';
import { type History, OK } from '../history/history.ts';
import { firstVersion, lastVersion, type Touch } from './externals.ts';

const BITS = 32;

export function addRealtimeVersions(
  history: History,
  touches: readonly Touch[],
  edge: (before: number, after: number) => void,
): void {
  const paths = new Paths(history);
  const byKey = grouped(
    Int32Array.from(touches, touch => touch.key),
    history.keys.values.length,
  );
  for (let key = 0; key < history.keys.values.length; key++) {
    const uses = Array.from(group(byKey, key), row => touches[row]).filter(
      touch => touch !== undefined,
    );
    paths.follow(uses, (from, to) => edge(lastVersion(from), firstVersion(to)));
  }
}

/** The reduced realtime order, backwards, and scratch columns by transaction. */
class Paths {
  private readonly history: History;
  private readonly before: Grouping;
  private readonly sources: readonly number[];
  /** Which transactions of the batch reach this one. */
  private readonly reached: Int32Array;
  /** 1 + the use of the key by this transaction, or 0. */
  private readonly used: Int32Array;

  constructor(history: History) {
    const sources: number[] = [];
    const targets: number[] = [];
    const txns = Array.from({ length: history.completed }, (_, txn) => txn);
    reducedOrder(history, txns, (from, to) => {
      sources.push(from);
      targets.push(to);
    });
    this.history = history;
    this.sources = sources;
    this.before = grouped(Int32Array.from(targets), history.completed);
    this.reached = new Int32Array(history.completed);
    this.used = new Int32Array(history.completed);
  }

  /** Calls `next` for each use and each use right after it. Uses ascend by transaction. */
  follow(uses: readonly Touch[], next: (from: Touch, to: Touch) => void): void {
    uses.forEach((use, i) => {
      this.used[use.txn] = i + 1;
    });
    const committed = uses.filter(use => this.history.type[use.txn] === OK);
    for (let i = 0; i < committed.length; i += BITS) {
      this.followBatch(committed.slice(i, i + BITS), uses, next);
    }
    for (const use of uses) this.used[use.txn] = 0;
  }

  private followBatch(
    batch: readonly Touch[],
    uses: readonly Touch[],
    next: (from: Touch, to: Touch) => void,
  ): void {
    const bits = new Map(batch.map((use, i) => [use.txn, 1 << i]));
    const first = batch[0]?.txn ?? 0;
    const last = uses.at(-1)?.txn ?? 0;
    for (let txn = first; txn <= last; txn++) {
      const reached = this.reachedBy(txn, first, bits);
      this.reached[txn] = reached;
      const use = uses[(this.used[txn] as number) - 1];
      if (!use) continue;
      for (let left = reached; left !== 0; left &= left - 1) {
        next(batch[31 - Math.clz32(left & -left)] ?? use, use);
      }
    }
  }

  /** The members of the batch from which a path leads to the transaction that meets no other use. */
  private reachedBy(txn: number, first: number, bits: ReadonlyMap<number, number>): number {
    let reached = 0;
    for (const row of group(this.before, txn)) {
      const earlier = this.sources[row] as number;
      if (earlier < first) continue;
      reached |= this.used[earlier] ? (bits.get(earlier) ?? 0) : (this.reached[earlier] as number);
    }
    return reached;
  }
}
