/** What serves clients and what replicates, as they see each other. */
import type { Applied } from './apply.ts';
import type { Revalidation, Sync } from './messages.ts';
import type { Proposal } from './txn.ts';
import type { Write } from './write.ts';

/** Where a serving node sends requests that it cannot answer alone: the leader, or the way to it. */
export interface Upstream {
  request(write: Write): void;
  sync(sync: Sync): void;
  revalidate(revalidation: Revalidation): void;
  /** The session was heard of. */
  touch(session: bigint): void;
}

/** Serves clients while its node is in step with a leader. */
export interface Service {
  applied(proposal: Proposal, applied: Applied): void;
  stop(): void;
}

/** The part a server plays once an election is decided. */
export interface Part {
  stop(): void;
}
