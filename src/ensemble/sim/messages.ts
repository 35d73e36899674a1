/** What servers say to each other. Sources: FastLeaderElection, QuorumPacket and the constants of Leader.java. */
import type { NodeName } from '../../contract.ts';
import type { Snapshot } from './storage.ts';
import type { Proposal } from './txn.ts';
import type { Write } from './write.ts';

/** What a server puts forward as leader: the one with the longest history it has heard of. */
export interface Vote {
  readonly leader: NodeName;
  /** The epoch of that server's history, and its last transaction. */
  readonly epoch: number;
  readonly zxid: number;
}

export type PeerState = 'looking' | 'following' | 'leading' | 'observing';

/** A vote sent to another server. It may be lost; the sender repeats it. */
export interface Notification {
  readonly from: NodeName;
  readonly state: PeerState;
  readonly vote: Vote;
  /** Counts the elections the sender has taken part in. */
  readonly round: number;
}

/** Requests a reply once everything proposed before it is committed. */
export interface Sync {
  readonly done: () => void;
}

/** Asks whether a session is open, and makes the sender its owner. */
export interface Revalidation {
  readonly session: bigint;
  /** The timeout in milliseconds; undefined where there is no such session. */
  readonly done: (timeoutMs: number | undefined) => void;
}

/** From a follower or an observer, in the order in which a learner sends them. */
export type FromLearner =
  | {
      readonly kind: 'followerInfo';
      readonly node: NodeName;
      readonly acceptedEpoch: number;
    }
  | {
      readonly kind: 'ackEpoch';
      readonly currentEpoch: number;
      readonly lastZxid: number;
      /** The last transaction of its snapshot, which cannot be truncated. */
      readonly snapshotZxid: number;
    }
  | { readonly kind: 'ackNewLeader' }
  | { readonly kind: 'ack'; readonly zxid: number }
  | { readonly kind: 'request'; readonly write: Write }
  | { readonly kind: 'sync'; readonly sync: Sync }
  | { readonly kind: 'revalidate'; readonly revalidation: Revalidation }
  /** The sessions heard of since the last one. */
  | { readonly kind: 'ping'; readonly sessions: readonly bigint[] };

export type FromLeader =
  | { readonly kind: 'leaderInfo'; readonly epoch: number }
  | { readonly kind: 'truncate'; readonly zxid: number }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'proposal'; readonly proposal: Proposal }
  | { readonly kind: 'commit'; readonly zxid: number }
  /** A proposal that is committed already: to observers. */
  | { readonly kind: 'inform'; readonly proposal: Proposal }
  | { readonly kind: 'newLeader'; readonly epoch: number }
  | { readonly kind: 'upToDate' }
  | { readonly kind: 'synced'; readonly sync: Sync }
  | {
      readonly kind: 'revalidated';
      readonly revalidation: Revalidation;
      readonly timeoutMs: number | undefined;
    }
  | { readonly kind: 'ping' };
