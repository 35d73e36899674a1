/** What a server process keeps on its disk: the transaction log, one snapshot, and the two epochs it must never forget. */
import type { State } from './state.ts';
import type { Proposal } from './txn.ts';

export interface Snapshot {
  /** The last transaction in it. */
  readonly zxid: number;
  readonly state: State;
}

export interface Storage {
  /** The highest epoch of a leader that this server promised to follow. On disk once it is set. */
  acceptedEpoch: number;
  /** The epoch of the leader whose history this server holds. On disk once it is set. */
  currentEpoch: number;
  readonly snapshot: Snapshot;
  /** Every record there is, in the order of zxids. */
  readonly log: readonly Proposal[];
  /** The zxid before the first record of the log. */
  readonly base: number;
  readonly lastZxid: number;
  append(record: Proposal): void;
  /** Calls back once everything appended so far is safe. One fsync serves all who asked before it began. */
  fsync(done: () => void): void;
  /** To the kernel, which writes it before long: only a bug leaves it at that. */
  handOver(): void;
  /** Forgets all records after the one of that zxid. */
  truncate(zxid: number): void;
  /** Replaces everything by a copy of another server's state. */
  install(snapshot: Snapshot): void;
  /** Keeps a snapshot, and of the log the records after it and `keep` before it. The log is written up to the
   *  snapshot first (SyncRequestProcessor rolls it): a log that ends before it would lack what learners need. */
  save(snapshot: Snapshot, keep: number): void;
}
