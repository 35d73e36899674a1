/** list-append: transactions append unique elements to lists, and read whole lists. */
import type { History } from '../history/history.ts';
import type { Inference } from '../inference.ts';
import { lostUpdates } from '../lost-update.ts';
import { Ancestry } from './ancestry.ts';
import { abortedReads, duplicateElements, garbageReads, intermediateReads } from './bad-reads.ts';
import { dependencies } from './edges.ts';
import { explainAppend } from './explain.ts';
import { versionOrder } from './order.ts';
import { dirtyUpdates, incompatibleOrders } from './orders.ts';
import { futureReads, internalReads, keyRepeaters } from './own-reads.ts';
import { writersOf } from './writers.ts';

export function inferListAppend(history: History): Inference {
  const writers = writersOf(history);
  const order = versionOrder(history, 'possible');
  const ancestry = new Ancestry(history.lists, history.elements.size);
  const repeaters = keyRepeaters(history);
  return {
    edges: dependencies(history, writers, order),
    vertices: history.completed,
    explain: (a, b, relation) => explainAppend(history, order, { a, b, relation }),
    anomalies: {
      internal: internalReads(history, repeaters),
      'future-read': futureReads(history, repeaters, ancestry),
      G1a: abortedReads(history, writers, ancestry),
      G1b: intermediateReads(history, writers),
      'garbage-read': garbageReads(history, writers),
      'dirty-update': dirtyUpdates(history, writers, ancestry),
      'duplicate-elements': duplicateElements(history, ancestry),
      'incompatible-order': incompatibleOrders(history, order, ancestry),
      'lost-update': lostUpdates(history),
    },
  };
}
