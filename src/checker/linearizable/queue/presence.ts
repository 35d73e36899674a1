/** When something was in a queue without a gap. Moments are indices of events. */
import type { Operation } from '../../../history/history.ts';
import { lowerBound } from '../../../lower-bound.ts';
import { endOf } from '../interval.ts';
import type { QueueItem } from './items.ts';

/** A time, without its ends, in which some item was in the queue at every moment. */
export interface Presence {
  readonly from: number;
  readonly until: number;
  readonly items: readonly QueueItem[];
}

/** Returns the presences of a queue, in order. */
export function presencesOf(items: readonly QueueItem[]): readonly Presence[] {
  const byThere = items
    .filter(({ thereAt, goneAt }) => thereAt < goneAt)
    .sort((a, b) => a.thereAt - b.thereAt);
  const presences: { from: number; until: number; items: QueueItem[] }[] = [];
  for (const item of byThere) {
    const last = presences.at(-1);
    if (last === undefined || item.thereAt >= last.until) {
      presences.push({ from: item.thereAt, until: item.goneAt, items: [item] });
      continue;
    }
    last.until = Math.max(last.until, item.goneAt);
    last.items.push(item);
  }
  return presences;
}

/** Returns the presence that contains a moment, if there is one. */
export function presenceAt(presences: readonly Presence[], moment: number): Presence | undefined {
  const last = presences[lowerBound(presences, ({ from }) => from >= moment) - 1];
  return last !== undefined && last.until > moment ? last : undefined;
}

/** Returns as few of a presence's items as cover the time from `from` until the operation returned. */
export function chain(
  { items }: Presence,
  op: Operation,
  from: number = op.index,
): readonly QueueItem[] {
  const links: QueueItem[] = [];
  for (let at = from; at <= endOf(op); ) {
    const reaching = items.filter(({ thereAt, goneAt }) => thereAt < at && goneAt > at);
    const [furthest] = reaching.sort((a, b) => b.goneAt - a.goneAt);
    if (furthest === undefined) break;
    links.push(furthest);
    at = furthest.goneAt;
  }
  return links;
}
