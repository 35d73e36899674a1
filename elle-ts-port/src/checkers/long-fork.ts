/**
 * Long fork: two readers see two independent writes in opposite orders.
 *   txn  [["w", k, v]], each key once, or [["r", k1, null], ["r", k2, null], ...]
 * Source: jepsen.tests.long-fork; parallel snapshot isolation allows it, snapshot isolation does not.
 */
import type { Event } from '../history/event.ts';
import {
  type Operation,
  operationsOf,
  type SmallAnomaly,
  type SmallResult,
  smallResult,
} from './operations.ts';
import { identity } from './set.ts';

/** A read of a group of keys: those that were not nil. */
interface Sight {
  readonly read: Operation;
  readonly seen: ReadonlySet<string>;
}

export function longFork(events: Iterable<Event>): SmallResult {
  const groups = new Map<string, Sight[]>();
  for (const read of operationsOf(events)) {
    const mops = read.type === 'ok' && Array.isArray(read.result) ? read.result : [];
    if (mops.length < 2 || !mops.every(mop => Array.isArray(mop) && mop[0] === 'r')) continue;
    const keys = mops.map(mop => identity(mop[1]));
    const seen = new Set(keys.filter((_, i) => mops[i][2] !== null && mops[i][2] !== undefined));
    const name = keys.sort().join();
    const group = groups.get(name);
    if (group) group.push({ read, seen });
    else groups.set(name, [{ read, seen }]);
  }
  const forks = [...groups.values()].flatMap(forksOf);
  const reads = [...groups.values()].reduce((sum, sights) => sum + sights.length, 0);
  return smallResult({ 'long-fork': forks }, { reads, groups: groups.size }, reads > 0);
}

/** Finds, within one group, neighbours by their observations, neither of which observed all that the other
 * did. */
function forksOf(sights: readonly Sight[]): SmallAnomaly[] {
  const sorted = [...sights].sort((a, b) => a.seen.size - b.seen.size);
  return sorted.slice(1).flatMap((more, i) => {
    const less = sorted[i];
    const isFork = less !== undefined && [...less.seen].some(key => !more.seen.has(key));
    return isFork ? [{ operations: [less.read, more.read] }] : [];
  });
}
