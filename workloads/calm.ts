/** When no fault was on, by what the nemeses say of themselves in the history. */
import type { Event } from '../src/history/event.ts';
import type { History } from '../src/history/history.ts';

/** Whether there was no fault between two times. */
export type Calm = (fromNs: number, toNs: number) => boolean;

/** What each healing ends. A fault that is not here is taken to last for good. */
const HEALS: Readonly<Record<string, readonly string[]>> = {
  'stop-partition': ['start-partition'],
  start: ['kill'],
  resume: ['pause'],
  'reset-clock': ['bump-clock', 'strobe-clock', 'drift-clock'],
  'heal-clients': ['pause-client', 'cut-client', 'move-client'],
};

/** Faults of wall clocks, which a server's timeouts do not depend on. */
export const clockFaults: ReadonlySet<string> = new Set(HEALS['reset-clock']);

interface Unrest {
  readonly fromNs: number;
  readonly toNs: number;
}

/** But for faults that are harmless to what is asked. */
export function calmOf({ nemesis }: History, harmless: ReadonlySet<string> = new Set()): Calm {
  const unrests = unrestsOf(nemesis, harmless);
  return (fromNs, toNs) => !unrests.some(each => each.fromNs < toNs && each.toNs > fromNs);
}

/** A fault is on from when it is asked for until its healing is over. */
function unrestsOf(events: readonly Event[], harmless: ReadonlySet<string>): readonly Unrest[] {
  const since = new Map<string, number>();
  const unrests: Unrest[] = [];
  for (const { f, type, time } of events) {
    const healed = HEALS[f];
    if (healed === undefined) {
      if (!harmless.has(f) && !since.has(f)) since.set(f, time);
    } else if (type !== 'invoke') {
      for (const fault of healed) {
        const fromNs = since.get(fault);
        if (fromNs !== undefined) unrests.push({ fromNs, toNs: time });
        since.delete(fault);
      }
    }
  }
  const lasting = [...since.values()].map(fromNs => ({ fromNs, toNs: Infinity }));
  return [...unrests, ...lasting];
}
