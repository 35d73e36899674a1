/** When no fault was on, by what the nemeses say of themselves in the history. */
import type { Event } from '../history/event.ts';
import type { History } from '../history/history.ts';

/** Whether there was no fault between two times. */
export type Calm = (fromNs: number, toNs: number) => boolean;

/** What each healing ends. Any other fault is taken to last until the nemeses are done: they end with
 *  healing all. */
export const healings: ReadonlyMap<string, readonly string[]> = new Map([
  ['stop-partition', ['start-partition']],
  ['start', ['kill']],
  ['restore-power', ['lose-power']],
  ['resume', ['pause']],
  ['reset-clock', ['bump-clock', 'strobe-clock', 'drift-clock']],
  ['heal-clients', ['pause-client', 'cut-client', 'move-client']],
]);

/** Faults of wall clocks, which a server's timeouts do not depend on. */
export const clockFaults: ReadonlySet<string> = new Set(healings.get('reset-clock'));

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
  const end = (fault: string, toNs: number): void => {
    const fromNs = since.get(fault);
    if (fromNs !== undefined) unrests.push({ fromNs, toNs });
    since.delete(fault);
  };
  for (const { f, type, time } of events) {
    const healed = healings.get(f);
    if (healed === undefined && !harmless.has(f)) since.set(f, since.get(f) ?? time);
    if (type !== 'invoke') for (const fault of healed ?? []) end(fault, time);
  }
  for (const fault of [...since.keys()]) end(fault, events.at(-1)?.time ?? 0);
  return unrests;
}
