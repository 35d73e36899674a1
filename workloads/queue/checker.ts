/** Decides whether a history of enqueues and dequeues, every value enqueued once, is that of a
 *  linearizable first-in first-out queue, in O(n log n). The findings are those of
 *  src/checker/linearizable/queue/findings.ts: `phantom`, `duplicate`, `queue-order` and `false-empty`.
 *  A value that a dequeue in doubt may have taken may be gone from the call of that dequeue on; where
 *  the dequeue does not say which, that is every value. What was enqueued in doubt counts as there
 *  only once it was taken. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { indicesOf, verdictOf } from '../../src/checker/finding.ts';
import { type QueueFinding, queueFindings } from '../../src/checker/linearizable/queue/findings.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import type { History } from '../../src/history/history.ts';
import { type NumberQueue, readQueue } from './items.ts';

export const fifo: Checker = { name: 'fifo queue', perKey: true, check };

function check(history: History): Verdict {
  const queues = history.keys().map(key => readQueue(history.ofKey(key)));
  return queueVerdict(queues, queues.flatMap(queueFindings));
}

const PROMISES: Readonly<Record<QueueFinding['type'], string>> = {
  phantom: 'what is taken was enqueued before',
  duplicate: 'every value is taken once at most',
  'queue-order': 'values are taken in the order in which they were enqueued',
  'false-empty': 'a dequeue finds nothing only when nothing is there',
  'priority-order': 'the most urgent value is taken first',
};

/** Returns the verdict on queues in which these findings were made. */
export function queueVerdict(
  queues: readonly NumberQueue[],
  findings: readonly QueueFinding[],
): Verdict {
  const count = (of: (queue: NumberQueue) => number): number =>
    queues.reduce((sum, queue) => sum + of(queue), 0);
  const counts = {
    enqueued: count(({ items }) => items.filter(({ thereAt }) => Number.isFinite(thereAt)).length),
    dequeued: count(({ items }) => items.filter(({ takes }) => takes.length > 0).length),
    'found empty': count(({ empty }) => empty.length),
  };
  const doubts = counts.dequeued === 0 ? ['nothing was dequeued'] : [];
  return verdictOf({ anomalies: findings.map(anomalyOf), counts, doubts });
}

function anomalyOf({ type, seen, operations }: QueueFinding): KnownAnomaly {
  return { type, promised: PROMISES[type], seen, operations: indicesOf(...operations) };
}
