/** The messages between a leader and a learner as bytes.
 *
 *  A server knows its clients' requests again by the object that it sent: a write when it is proposed, a sync when it
 *  is done, a session when it is revalidated. So a learner numbers them, and gets the number back from its leader.
 *  Numbers are those of one connection: with it goes everything that still waits. */
import type { FromLeader, FromLearner, Notification, Revalidation, Sync } from '../messages.ts';
import type { Proposal } from '../txn.ts';
import type { Write } from '../write.ts';
import { type Framing, framed } from './framing.ts';
import { bytesOf, type PlainSnapshot, plainSnapshot, snapshotOf, valueIn } from './plain.ts';

type Numbered = 'request' | 'sync' | 'revalidate';
type LearnerBytes =
  | Exclude<FromLearner, { readonly kind: Numbered }>
  | { readonly kind: 'request'; readonly write: Write; readonly number: number }
  | { readonly kind: 'sync'; readonly number: number }
  | { readonly kind: 'revalidate'; readonly number: number; readonly session: bigint };

type Answering = 'proposal' | 'inform' | 'synced' | 'revalidated' | 'snapshot';
type LeaderBytes =
  | Exclude<FromLeader, { readonly kind: Answering }>
  /** 0 where this learner did not ask for it. */
  | { readonly kind: 'proposal' | 'inform'; readonly proposal: Proposal; readonly number: number }
  | { readonly kind: 'synced'; readonly number: number }
  | {
      readonly kind: 'revalidated';
      readonly number: number;
      readonly timeoutMs: number | undefined;
    }
  | { readonly kind: 'snapshot'; readonly snapshot: PlainSnapshot };

export const votes: Framing<Notification, Notification> = framed(
  bytesOf,
  frame => valueIn(frame, 'a vote') as Notification,
);

/** The learner's end of one connection. */
export function learnerFraming(): Framing<FromLearner, FromLeader> {
  const writes = new Asked<Write>();
  const syncs = new Asked<Sync>();
  const revalidations = new Asked<Revalidation>();
  return framed(
    message => bytesOf(plain(message)),
    frame => answered(valueIn(frame, 'a message of the leader') as LeaderBytes),
  );

  function known(proposal: Proposal, number: number): Proposal {
    return { ...proposal, write: writes.take(number) ?? proposal.write };
  }

  function plain(message: FromLearner): LearnerBytes {
    switch (message.kind) {
      case 'request':
        return { ...message, number: writes.add(message.write) };
      case 'sync':
        return { kind: 'sync', number: syncs.add(message.sync) };
      case 'revalidate': {
        const { revalidation } = message;
        const number = revalidations.add(revalidation);
        return { kind: 'revalidate', number, session: revalidation.session };
      }
      default:
        return message;
    }
  }

  function answered(message: LeaderBytes): FromLeader {
    switch (message.kind) {
      case 'proposal':
      case 'inform':
        return { kind: message.kind, proposal: known(message.proposal, message.number) };
      case 'synced':
        return { kind: 'synced', sync: syncs.take(message.number) ?? { done: nothing } };
      case 'revalidated': {
        const { number, timeoutMs } = message;
        const revalidation = revalidations.take(number) ?? { session: 0n, done: nothing };
        return { kind: 'revalidated', revalidation, timeoutMs };
      }
      case 'snapshot':
        return { kind: 'snapshot', snapshot: snapshotOf(message.snapshot) };
      default:
        return message;
    }
  }
}

/** The leader's end of one connection. */
export function leaderFraming(): Framing<FromLeader, FromLearner> {
  /** The numbers of what this learner asks for. */
  const numbers = new WeakMap<Write | Sync | Revalidation, number>();
  const numbered = <T extends Write | Sync | Revalidation>(asked: T, number: number): T => {
    numbers.set(asked, number);
    return asked;
  };
  return framed(
    message => bytesOf(plain(message)),
    frame => asked(valueIn(frame, 'a message of a learner') as LearnerBytes),
  );

  function plain(message: FromLeader): LeaderBytes {
    switch (message.kind) {
      case 'proposal':
      case 'inform':
        return { ...message, number: numbers.get(message.proposal.write) ?? 0 };
      case 'synced':
        return { kind: 'synced', number: numbers.get(message.sync) ?? 0 };
      case 'revalidated': {
        const { revalidation, timeoutMs } = message;
        return { kind: 'revalidated', number: numbers.get(revalidation) ?? 0, timeoutMs };
      }
      case 'snapshot':
        return { kind: 'snapshot', snapshot: plainSnapshot(message.snapshot) };
      default:
        return message;
    }
  }

  function asked(message: LearnerBytes): FromLearner {
    switch (message.kind) {
      case 'request':
        return { kind: 'request', write: numbered(message.write, message.number) };
      case 'sync':
        return { kind: 'sync', sync: numbered({ done: nothing }, message.number) };
      case 'revalidate': {
        const revalidation = { session: message.session, done: nothing };
        return { kind: 'revalidate', revalidation: numbered(revalidation, message.number) };
      }
      default:
        return message;
    }
  }
}

const nothing = (): void => {};

/** The requests that are not answered yet, by number. */
class Asked<T> {
  readonly #waiting: Map<number, T> = new Map();
  #count = 0;

  add(asked: T): number {
    this.#waiting.set(++this.#count, asked);
    return this.#count;
  }

  take(number: number): T | undefined {
    const asked = this.#waiting.get(number);
    this.#waiting.delete(number);
    return asked;
  }
}
