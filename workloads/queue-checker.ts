/** Decides whether a history of enqueues and dequeues, every value enqueued once, is that of a
 *  linearizable first-in first-out queue, in O(n log n). It is wrong if one of these is found, and,
 *  where nothing is in doubt, only if (Henzinger, Sezgin, Vafeiadis, CONCUR 2013):
 *    phantom    a value was taken that was not there: never enqueued, or only afterwards
 *    duplicate  a value was taken twice
 *    order      y was enqueued after x, and taken before anybody can have taken x
 *    empty      nothing was found though at every moment something was there
 *  A value that a dequeue in doubt may have taken may be gone from the call of that dequeue on; where
 *  the dequeue does not say which, that is every value. What was enqueued in doubt counts as there
 *  only once it was taken. */
import type { Anomaly, Checker, Verdict } from '../src/contract.ts';
import type { History } from '../src/history/history.ts';
import { disorders, duplicates, lies, phantoms } from './queue-findings.ts';
import { type Items, itemsOf } from './queue-items.ts';

/** Anomalies reported. */
const MOST_ANOMALIES = 10;

export const fifo: Checker = { name: 'fifo queue', perKey: true, check };

function check(history: History): Verdict {
  const found = history.keys().map(key => itemsOf(history.ofKey(key)));
  return verdictOf(found, found.flatMap(anomaliesOf));
}

/** The verdict on queues of which these anomalies were found. */
export function verdictOf(found: readonly Items[], anomalies: readonly Anomaly[]): Verdict {
  const [first, ...rest] = anomalies;
  const count = (of: (items: Items) => number): number =>
    found.reduce((sum, items) => sum + of(items), 0);
  const counts = {
    enqueued: count(({ items }) => items.filter(({ thereNs }) => Number.isFinite(thereNs)).length),
    dequeued: count(({ items }) => items.filter(({ takes }) => takes.length > 0).length),
    'found empty': count(({ empty }) => empty.length),
  };
  if (first !== undefined) {
    const reported = [first, ...rest.slice(0, MOST_ANOMALIES - 1)] as const;
    return { valid: false, anomalies: reported, counts };
  }
  if (counts.dequeued === 0) return { valid: 'unknown', why: 'nothing was dequeued', counts };
  return { valid: true, counts };
}

function anomaliesOf(items: Items): readonly Anomaly[] {
  return [...phantoms(items), ...duplicates(items), ...disorders(items), ...lies(items)];
}
