/** Applies queue operations to sequential znodes whose names begin with a priority. The claim, and what
 * `info` means, are in priority-workload.ts. */

import { strongly } from '../../src/client/reads.ts';
import { inOrder } from '../../src/client/sequential.ts';
import type { Client, ClientPlace, Outcome } from '../../src/contract.ts';
import { outcomeOf } from '../../src/zookeeper/outcome.ts';
import {
  enqueue,
  type QueueContext,
  type QueueOp,
  type QueueOptions,
  type QueueSession,
  take,
} from './client.ts';

/** The parent of the queues. */
export const PRIORITY_QUEUES = '/zoobreak-priority-queue';

/** Returns the last digit of a value: 0 is taken first. */
export function priorityOf(value: number): number {
  return value % 10;
}

/** A client of one session. */
export function priorityQueueClient(
  session: QueueSession,
  { reads, naive = false }: QueueOptions,
  { process, random }: Pick<ClientPlace, 'process' | 'random'>,
): Client<QueueOp> {
  const idOf = (value: number): string =>
    `${priorityOf(value)}-${process}-${random.intBelow(2 ** 30).toString(36)}`;
  return {
    invoke: (op, signal) => {
      const parent = `${PRIORITY_QUEUES}/${op.key}`;
      const queue: QueueContext = { session, reads, naive, parent, signal };
      return op.f === 'enqueue' ? enqueue(op.value, idOf(op.value), queue) : dequeue(queue);
    },
    close: () => session.close(),
  };
}

/** Takes the first of a list that is as new as a strong read makes it. If another client took it first, the
 * list is out of date: something more urgent may have been added since. */
async function dequeue(queue: QueueContext): Promise<Outcome> {
  const { session, parent, reads, signal } = queue;
  for (;;) {
    const reader = { session, reads, side: parent };
    const names = await strongly(reader, () => session.getChildren(parent, {}, signal), signal);
    const [first] = names.ok ? byPriority(names.value) : [];
    if (first === undefined) return outcomeOf(names, 'read', null);
    const outcome = await take(`${parent}/${first}`, queue);
    if (outcome !== undefined) return outcome;
  }
}

/** Sorts by the first digit of the name, then by the number at its end. */
function byPriority(names: readonly string[]): readonly string[] {
  return inOrder(names).toSorted((a, b) => Number(a[0]) - Number(b[0]));
}
