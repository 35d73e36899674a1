/** When something was in a queue without a gap. */

import type { Operation } from '../../src/history/history.ts';
import { lowerBound } from '../../src/lower-bound.ts';
import type { Item } from './items.ts';

/** A time, without its ends, in which something was there at every moment. */
export interface Presence {
  readonly fromNs: number;
  readonly untilNs: number;
  readonly items: readonly Item[];
}

/** Of items that are there at all, in the order of their coming. */
export function presencesOf(items: readonly Item[]): readonly Presence[] {
  const byThere = items
    .filter(({ thereNs, goneNs }) => thereNs < goneNs)
    .toSorted((a, b) => a.thereNs - b.thereNs);
  const presences: { fromNs: number; untilNs: number; items: Item[] }[] = [];
  for (const item of byThere) {
    const last = presences.at(-1);
    if (last === undefined || item.thereNs >= last.untilNs) {
      presences.push({ fromNs: item.thereNs, untilNs: item.goneNs, items: [item] });
      continue;
    }
    last.untilNs = Math.max(last.untilNs, item.goneNs);
    last.items.push(item);
  }
  return presences;
}

/** As few of the items as cover the operation's time. */
export function chain(items: readonly Item[], { callNs, returnNs }: Operation): readonly Item[] {
  const links: Item[] = [];
  let atNs = callNs;
  while (atNs <= returnNs) {
    const reaching = items.filter(({ thereNs, goneNs }) => thereNs < atNs && goneNs > atNs);
    const [furthest] = reaching.sort((a, b) => b.goneNs - a.goneNs);
    if (furthest === undefined) break;
    links.push(furthest);
    atNs = furthest.goneNs;
  }
  return links;
}

/** Counts how many of the times, in ascending order, are before `timeNs`. */
export function countBefore(timeNs: number, ascending: readonly number[]): number {
  return lowerBound(ascending, at => at >= timeNs);
}
