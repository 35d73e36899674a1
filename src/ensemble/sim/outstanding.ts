/** Proposals on their way: who has logged each, and which may be committed. In the order of zxids, always. */
import type { NodeName } from '../../contract.ts';
import type { Applied } from './apply.ts';
import type { Sync } from './messages.ts';
import type { Proposal } from './txn.ts';

export interface Pending {
  readonly proposal: Proposal;
  /** What it did, where it was applied before its commit. */
  readonly early: Applied | undefined;
  readonly acks: Set<NodeName>;
  /** Whom to tell once it is committed. */
  readonly syncs: Waiting[];
}

export interface Waiting {
  readonly sync: Sync;
  tell(sync: Sync): void;
}

export class Outstanding {
  readonly #pending: Map<number, Pending> = new Map();

  get size(): number {
    return this.#pending.size;
  }

  proposals(): readonly Proposal[] {
    return [...this.#pending.values()].map(({ proposal }) => proposal);
  }

  add(proposal: Proposal, early: Applied | undefined): void {
    this.#pending.set(proposal.zxid, { proposal, early, acks: new Set(), syncs: [] });
  }

  ack(node: NodeName, zxid: number): void {
    this.#pending.get(zxid)?.acks.add(node);
  }

  /** The node starts anew: it may have taken back what it had logged. */
  forget(node: NodeName): void {
    for (const { acks } of this.#pending.values()) acks.delete(node);
  }

  /** Notifies `waiting` when all that is here now is committed; returns false where nothing is. */
  waitForLast(waiting: Waiting): boolean {
    const last = [...this.#pending.values()].at(-1);
    last?.syncs.push(waiting);
    return last !== undefined;
  }

  /** Takes out the first one if enough have logged it. */
  takeCommitted(isEnough: (acks: ReadonlySet<NodeName>) => boolean): Pending | undefined {
    const first = this.#pending.values().next().value;
    if (first === undefined || !isEnough(first.acks)) return undefined;
    this.#pending.delete(first.proposal.zxid);
    return first;
  }
}
