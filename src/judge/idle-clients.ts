/** When client threads began nothing, if they idled as the nemesis reported: `did` is {idle: [thread]}. */
import type { Event } from '../history/event.ts';
import type { Fault } from '../history/faults.ts';
import type { History } from '../history/history.ts';
import {
  isVerified,
  type NemesisOperation,
  nemesisOperations,
  reportIn,
} from '../history/nemesis-operations.ts';

export interface Idle {
  readonly threads: ReadonlySet<number>;
  readonly fromNs: number;
  readonly toNs: number;
}

/** Returns the times in which clients idled, from the end of each strike to the call that ended it. */
export function idlesOf(history: History): readonly Idle[] {
  const operations = nemesisOperations(history.nemesis);
  return operations
    .filter(isVerified)
    .filter(({ event }) => idleThreads(event).length > 0)
    .map(strike => ({
      threads: new Set(idleThreads(strike.event)),
      fromNs: strike.returnNs,
      toNs: endOf(strike, operations),
    }));
}

/** Returns the faults of clients that do more than let them idle. */
export function clientFaultsOf(history: History): readonly Fault[] {
  return history
    .faults()
    .filter(
      ({ affects, strike }) => affects.includes('clients') && idleThreads(strike).length === 0,
    );
}

/** The threads that a strike let idle; none where it did something else. */
function idleThreads(strike: Event): readonly number[] {
  const { did } = reportIn(strike);
  if (typeof did !== 'object' || did === null || !('idle' in did)) return [];
  return Array.isArray(did.idle) ? did.idle.filter(thread => typeof thread === 'number') : [];
}

function endOf({ event }: NemesisOperation, operations: readonly NemesisOperation[]): number {
  const heal = operations.find(({ declared }) => declared?.healed?.includes(event.index));
  return heal?.callNs ?? Number.POSITIVE_INFINITY;
}
