/** Sentences about elements that a node lacks at the end. */
import { answererOf, listOf, seconds } from '../../src/checker/words.ts';
import type { Key } from '../../src/history/event.ts';
import type { Fault } from '../../src/history/faults.ts';
import type { Operation } from '../../src/history/history.ts';
import { lastRestartNs, type Span } from '../../src/history/restarts.ts';

/** An element that a node lacks at the end. */
export interface Missing {
  readonly node: string;
  readonly key: Key;
  readonly value: number;
  readonly known: Operation;
  readonly last: Operation;
  /** When the node went from having it, as far as reads of the node tell, to lacking it. */
  readonly lost: Span;
}

/** Returns `34 creates, acknowledged or shown by n1 and n2 between 5.200 and 5.700 s, are missing on n3 at
 * 62.010 s, since its restart at 61.000 s`. One node lacks `all`, of which `first` is one. */
export function lostText(
  first: Missing,
  all: readonly Missing[],
  faults: readonly Fault[],
): string {
  const { node, value, key, known, last } = first;
  const missing = `missing on ${node} at ${seconds(last.returnNs)}${restartText(node, all, faults)}`;
  if (all.length === 1)
    return `the create of ${value} in set ${key}, ${knownText(known)}, is ${missing}`;
  const times = all.map(each => each.known.returnNs);
  const from = (Math.min(...times) / 1e9).toFixed(3);
  const by = listOf([...new Set(all.map(each => answererOf(each.known)))].sort());
  return `${all.length} creates, acknowledged or shown by ${by} between ${from} and ${seconds(Math.max(...times))}, are ${missing}`;
}

/** Returns `, since its restart at 61.000 s` if the node restarted between all of the creates and the first read
 * that misses one. */
function restartText(node: string, all: readonly Missing[], faults: readonly Fault[]): string {
  const fromNs = Math.max(...all.map(({ lost }) => lost.fromNs));
  const untilNs = Math.min(...all.map(({ lost }) => lost.untilNs));
  const restartNs = lastRestartNs(faults, node, { fromNs, untilNs });
  return restartNs === undefined ? '' : `, since its restart at ${seconds(restartNs)}`;
}

/** Returns `acknowledged by n1 at 5.200 s`. */
export function knownText(known: Operation): string {
  return `${known.f === 'add' ? 'acknowledged' : 'shown'} by ${answererOf(known)} at ${seconds(known.returnNs)}`;
}
