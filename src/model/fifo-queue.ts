/** A queue, first in first out.
 *   enqueue   value
 *   dequeue   ok: the oldest value, or null when the queue is empty */
import { jsonText } from '../json.ts';
import { canonical } from './canonical.ts';
import { type Model, UnknownOperation } from './model.ts';

/** `fifo-queue`. A dequeue that never returned may have taken the oldest value, or found nothing. */
export const fifoQueue: Model<readonly unknown[]> = {
  name: 'fifo-queue',
  object: 'fifo-queue',
  init: [],
  step: (queue, op) => {
    if (op.f === 'enqueue') return [...queue, op.input];
    if (op.f !== 'dequeue') throw new UnknownOperation('fifo-queue', ['enqueue', 'dequeue'], op);
    if (op.type === 'ok' && canonical(queue[0] ?? null) !== canonical(op.output)) return undefined;
    return queue.slice(1);
  },
  key: canonical,
  describeOperation: ({ f, input, output }) =>
    f === 'enqueue'
      ? `acknowledged the enqueue of ${jsonText(input)}`
      : `returned ${output === null ? 'nothing' : jsonText(output)} to a dequeue`,
  describeState: queue => (queue.length === 0 ? 'empty' : jsonText(queue)),
  isRead: op => op.f === 'dequeue' && op.type === 'ok' && op.output === null,
};
