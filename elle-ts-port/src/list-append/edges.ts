/** Dependencies between transactions that append and read: ww, wr and rw. */
import { Edges } from '../graph/graph.ts';
import { RW, WR, WW } from '../graph/relation.ts';
import { type Grouping, grouped } from '../history/grouping.ts';
import { type History, READ_LIST, WRITE } from '../history/history.ts';
import { INIT, inScope, type VersionOrder, versionBefore } from './order.ts';
import { eachRead } from './reads.ts';
import type { Writers } from './writers.ts';

/** The edges among ok and info transactions. */
export function dependencies(history: History, writers: Writers, order: VersionOrder): Edges {
  const found = new Dependencies(history, writers, order);
  for (let mop = 0; mop < history.mopKind.length; mop++) found.addMop(mop);
  return found.edges;
}

class Dependencies {
  readonly edges: Edges = new Edges();
  private readonly history: History;
  private readonly writers: Writers;
  private readonly order: VersionOrder;
  /** Each micro-operation's transaction. */
  private readonly txns: Int32Array;
  /** Reads by what they end in: an element, or elements.size + key for the empty list of a key. */
  private readonly readers: Grouping;

  constructor(history: History, writers: Writers, order: VersionOrder) {
    this.history = history;
    this.writers = writers;
    this.order = order;
    this.txns = txnOfMops(history);
    const ends = history.elements.size + history.keys.values.length;
    this.readers = grouped(this.readEnds(), ends);
  }

  addMop(mop: number): void {
    const { mopKind, mopArgument, lists } = this.history;
    const txn = this.txns[mop] as number;
    const argument = mopArgument[mop] as number;
    if (!inScope(this.history, txn, 'possible')) return;
    if (mopKind[mop] === WRITE) {
      const before = versionBefore(this.history, this.order, argument);
      this.addWriter(before, txn, WW);
      this.addReaders(this.bucketOf(before, mop), txn);
    } else if (mopKind[mop] === READ_LIST && argument >= 0) {
      this.addWriter(lists.lastOf(argument), txn, WR);
    }
  }

  /** What each micro-operation ends in that is a read by a possible transaction; else -1. */
  private readEnds(): Int32Array {
    const ends = new Int32Array(this.history.mopKind.length).fill(-1);
    eachRead(this.history, 'possible', (_, mop, list) => {
      ends[mop] = this.bucketOf(this.history.lists.lastOf(list), mop);
    });
    return ends;
  }

  /** Where those are who read a version of the micro-operation's key. */
  private bucketOf(version: number, mop: number): number {
    const { elements, mopKey } = this.history;
    return version === INIT ? elements.size + (mopKey[mop] as number) : version;
  }

  private addWriter(version: number, txn: number, relation: number): void {
    const writer = version === INIT ? -1 : (this.writers.possible[version] as number);
    if (writer >= 0) this.edges.add(writer, txn, relation);
  }

  private addReaders(bucket: number, txn: number): void {
    const { start, items } = this.readers;
    const end = start[bucket + 1] as number;
    for (let i = start[bucket] as number; i < end; i++) {
      this.edges.add(this.txns[items[i] as number] as number, txn, RW);
    }
  }
}

function txnOfMops({ count, mopKind, mopStart }: History): Int32Array {
  const txns = new Int32Array(mopKind.length);
  for (let txn = 0; txn < count; txn++) {
    const end = mopStart[txn + 1] as number;
    for (let mop = mopStart[txn] as number; mop < end; mop++) txns[mop] = txn;
  }
  return txns;
}
