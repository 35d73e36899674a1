/** Applies queue operations to sequential znodes. The claim, and what `info` means, are in workload.ts. */

import { strongly } from '../../src/client/reads.ts';
import {
  createSequential,
  inOrder,
  type Own,
  type SequentialSession,
} from '../../src/client/sequential.ts';
import type { Client, ClientPlace, Outcome, ReadStrength } from '../../src/contract.ts';
import { zkError } from '../../src/zookeeper/errors.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Session } from '../../src/zookeeper/session.ts';

export type QueueOp =
  | { readonly f: 'enqueue'; readonly value: number; readonly key: number }
  | { readonly f: 'dequeue'; readonly value: null; readonly key: number };

/** The parent of the queues. */
export const QUEUES = '/zoobreak-queue';

export type QueueSession = SequentialSession & Pick<Session, 'getData' | 'delete' | 'close'>;

export interface QueueOptions {
  readonly reads: ReadStrength;
  /** Disables the search for the znode of an enqueue whose reply was lost. */
  readonly naive?: boolean;
}

/** A client of one session. */
export function queueClient(
  session: QueueSession,
  { reads, naive = false }: QueueOptions,
  { process, random }: Pick<ClientPlace, 'process' | 'random'>,
): Client<QueueOp> {
  const nextId = (): string => `${process}-${random.intBelow(2 ** 30).toString(36)}`;
  return {
    invoke: (op, signal) => {
      const queue: QueueContext = { session, reads, naive, parent: `${QUEUES}/${op.key}`, signal };
      return op.f === 'enqueue' ? enqueue(op.value, nextId(), queue) : dequeue(queue);
    },
    close: () => session.close(),
  };
}

/** Where an operation takes place. */
export interface QueueContext {
  readonly session: QueueSession;
  readonly reads: ReadStrength;
  readonly naive: boolean;
  readonly parent: string;
  readonly signal: AbortSignal;
}

/** Enqueues; the id starts the znode's name, and belongs to this attempt only. */
export async function enqueue(value: number, id: string, queue: QueueContext): Promise<Outcome> {
  const { session, parent, signal, naive } = queue;
  const data = new TextEncoder().encode(String(value));
  const mode = 'persistent-sequential';
  const created = await createSequential({ session, parent, id, mode, data, naive }, signal);
  return outcomeOf(inDoubt(created), 'write', value);
}

/** A znode that is not found after its create's reply was lost may already have been taken. */
function inDoubt(created: Reply<Own>): Reply<Own> {
  if (created.ok) return created;
  const { definite } = zkError(created.error.code);
  return { ...created, error: { ...created.error, definite } };
}

/** Takes the first znode that still exists; reads strongly before it reports an empty queue. */
async function dequeue(queue: QueueContext): Promise<Outcome> {
  const { session, parent, reads, signal } = queue;
  const near = await session.getChildren(parent, {}, signal);
  const taken = await takeFirst(near, queue);
  if (taken !== undefined) return taken;
  for (;;) {
    const reader = { session, reads, side: parent };
    const names = await strongly(reader, () => session.getChildren(parent, {}, signal), signal);
    if (names.ok && names.value.length === 0) return outcomeOf(names, 'read', null);
    const one = await takeFirst(names, queue);
    if (one !== undefined) return one;
  }
}

/** Returns undefined if other clients took all of them first. */
async function takeFirst(
  names: Reply<readonly string[]>,
  queue: QueueContext,
): Promise<Outcome | undefined> {
  if (!names.ok) return outcomeOf(names, 'read', null);
  for (const name of inOrder(names.value)) {
    const outcome = await take(`${queue.parent}/${name}`, queue);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

/** Returns undefined if another client took it first. */
export async function take(
  path: string,
  { session, signal }: QueueContext,
): Promise<Outcome | undefined> {
  const data = await session.getData(path, {}, signal);
  if (!data.ok) return isGone(data) ? undefined : outcomeOf(data, 'read', null);
  const value = Number(new TextDecoder().decode(data.value.data));
  const removed = await session.delete(path, -1, signal);
  if (isGone(removed)) return undefined;
  const outcome = outcomeOf(removed, 'write', value);
  return outcome.type === 'ok' ? outcome : { ...outcome, value };
}

function isGone(reply: Reply<unknown>): boolean {
  return !reply.ok && reply.error.name === 'NONODE';
}
