/** Decides whether a history of enqueues and dequeues, every value enqueued once, is that of a
 *  linearizable first-in first-out queue, in O(n log n). It is wrong if one of these is found, and,
 *  where nothing is in doubt, only if (Henzinger, Sezgin, Vafeiadis, CONCUR 2013):
 *    phantom      a value was taken that was not there: never enqueued, or only afterwards
 *    duplicate    a value was taken twice
 *    queue-order  y was enqueued after x, and taken before anybody can have taken x
 *    false-empty  nothing was found though at every moment something was there
 *  A value that a dequeue in doubt may have taken may be gone from the call of that dequeue on; where
 *  the dequeue does not say which, that is every value. What was enqueued in doubt counts as there
 *  only once it was taken. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { verdictOf } from '../../src/checker/finding.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import type { History } from '../../src/history/history.ts';
import { disorders, duplicates, lies, phantoms } from './findings.ts';
import { type Items, itemsOf } from './items.ts';

export const fifo: Checker = { name: 'fifo queue', perKey: true, check };

function check(history: History): Verdict {
  const found = history.keys().map(key => itemsOf(history.ofKey(key)));
  return queueVerdict(found, found.flatMap(anomaliesOf));
}

/** The verdict on queues of which these anomalies were found. */
export function queueVerdict(found: readonly Items[], anomalies: readonly KnownAnomaly[]): Verdict {
  const count = (of: (items: Items) => number): number =>
    found.reduce((sum, items) => sum + of(items), 0);
  const counts = {
    enqueued: count(({ items }) => items.filter(({ thereNs }) => Number.isFinite(thereNs)).length),
    dequeued: count(({ items }) => items.filter(({ takes }) => takes.length > 0).length),
    'found empty': count(({ empty }) => empty.length),
  };
  const doubts = counts.dequeued === 0 ? ['nothing was dequeued'] : [];
  return verdictOf({ anomalies, counts, doubts });
}

function anomaliesOf(items: Items): readonly KnownAnomaly[] {
  return [...phantoms(items), ...duplicates(items), ...disorders(items), ...lies(items)];
}
