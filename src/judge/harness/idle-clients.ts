/** When client threads began or received nothing, if they idled, were frozen or were cut off as the nemesis reported:
 * `did` is {idle: [thread]}, {'pause-client': [thread]} or {'cut-client': [thread]}. */
import type { Event } from '../../history/event.ts';
import type { Fault } from '../../history/faults.ts';
import type { History } from '../../history/history.ts';
import { isVerified, nemesisOperations, reportIn } from '../../history/nemesis-operations.ts';
import { fieldsOf, healCallNs } from './reports.ts';

export interface Idle {
  readonly why: keyof typeof DID;
  readonly threads: ReadonlySet<number>;
  readonly fromNs: number;
  readonly toNs: number;
}

/** Returns the times in which clients idled, were frozen or were cut off, from the end of each strike to the call that ended it. */
export function idlesOf(history: History): readonly Idle[] {
  const operations = nemesisOperations(history.nemesis);
  return operations
    .filter(isVerified)
    .flatMap(strike =>
      (['idle', 'paused', 'cut off'] as const).map(why => ({
        why,
        threads: new Set(threadsIn(strike.event, DID[why])),
        fromNs: strike.returnNs,
        toNs: healCallNs(strike, operations),
      })),
    )
    .filter(({ threads }) => threads.size > 0);
}

/** Returns the faults of clients that do more than let them idle. */
export function clientFaultsOf(history: History): readonly Fault[] {
  return history
    .faults()
    .filter(
      ({ affects, strike }) =>
        affects.includes('clients') && threadsIn(strike, DID.idle).length === 0,
    );
}

/** Where a strike names the threads. */
const DID = { idle: 'idle', paused: 'pause-client', 'cut off': 'cut-client' } as const;

/** Returns the threads that a strike names; none where it did something else. */
function threadsIn(strike: Event, name: string): readonly number[] {
  const threads = fieldsOf(reportIn(strike).did)[name];
  return Array.isArray(threads) ? threads.filter(thread => typeof thread === 'number') : [];
}
