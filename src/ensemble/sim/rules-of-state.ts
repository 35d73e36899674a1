/** The decisions about what is stored: each field of a znode, each transaction, snapshots, epochs and zxids. */
import type { Change as Told } from './change.ts';
import type { State } from './state.ts';
import type { Txn } from './txn.ts';
import type { Before } from './undo.ts';
import type { Write, WriteOp } from './write.ts';
import type { Seen, Znode } from './znode.ts';

export interface StateRules {
  /** Returns the transaction made of a request, or of a part of a multi, from the right one. */
  prepared(txn: Txn, asked: Asked): Txn;
  /** Returns what a refused multi takes back: znodes as they were, two for each part, its parent's first. */
  takenBack(before: readonly Before[]): readonly Before[];
  /** Returns what the reply to a multi shows of a part's znode, right after the part or at the end. */
  partShown(after: Seen, atEnd: Seen): Seen;
  /** Whether checks of a multi are held against what the parts before them did. */
  readonly checksSeeParts: boolean;
  /** Whether a container or TTL znode that is due is left when a child is on its way. */
  readonly minds: 'children on their way' | 'children there';
  /** Returns the changes reported to watches of data when a list changes, from the change that an event would report. */
  toldOfList(change: Told): readonly Told[];
  /** Returns the znode to store, from the right one. */
  stored(znode: Znode, change: Change): Znode;
  /** Whether the leader removes a container or TTL znode with that many children at that time of day. */
  isOver(znode: Znode, children: number, wallMs: number): boolean;
  /** Returns the state that a snapshot holds. */
  inSnapshot(state: State): State;
  /** Returns the zxid after which a learner drops its log, from the one that its leader names. */
  truncatesTo(zxid: number): number;
  /** Returns the counter in the zxid of the Nth proposal of an epoch. */
  counter(count: number): number;
  /** Returns the epoch of a new leader, from the latest one that its quorum accepted. */
  nextEpoch(accepted: number): number;
}

/** A request, and the state that it was checked against. */
export interface Asked {
  readonly op: WriteOp;
  readonly write: Write;
  readonly ahead: State;
}

/** What changes a znode, and the znode as it was. */
export interface Change {
  readonly by: 'create' | 'setData' | 'setAcl' | 'childCreated' | 'childDeleted';
  readonly before: Znode | undefined;
  readonly zxid: number;
}

export const honestState: StateRules = {
  prepared: txn => txn,
  takenBack: before => before,
  partShown: after => after,
  checksSeeParts: true,
  minds: 'children on their way',
  toldOfList: () => [],
  stored: znode => znode,
  isOver: ({ life, births, mtime }, children, wallMs) => {
    if (children > 0) return false;
    if (life.kind === 'container') return births > 0;
    return life.kind === 'ttl' && wallMs - mtime > life.ttlMs;
  },
  inSnapshot: state => state,
  truncatesTo: zxid => zxid,
  counter: count => count,
  nextEpoch: accepted => accepted + 1,
};
