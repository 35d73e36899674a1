/** When each fault was active, and on what: the one place that works this out. Checkers, reports and
 * coverage read it, by `history.faults()`. */
import type { Event } from './event.ts';
import type { Affected, FaultScope, Quorum } from './fault-stamp.ts';
import {
  isStamped,
  isStrike,
  isVerified,
  type NemesisOperation,
  nemesisOperations,
} from './nemesis-operations.ts';

export interface Fault {
  /** The completion of the operation that started it, or its invocation when it never completed. */
  readonly strike: Event;
  readonly nemesis: string;
  /** `start-partition`, `kill`, ... */
  readonly f: string;
  /** The requested value. */
  readonly value: unknown;
  /** Nanoseconds since the run's origin: when the strike was invoked. */
  readonly fromNs: number;
  /** When its heal returned, of a momentary fault when the strike did; Infinity when it was never healed. A heal
   * that threw has healed nothing. */
  readonly toNs: number;
  readonly on: FaultScope | 'all';
  /** Whether it was seen to take effect. */
  readonly verified: boolean;
  /** `undeclared`: it may disturb everything. */
  readonly affects: readonly Affected[] | 'undeclared';
  readonly quorum: Quorum;
}

/** The faults in a nemesis' events, in the order of their strikes. */
export function faultsOf(events: readonly Event[]): readonly Fault[] {
  const operations = nemesisOperations(events);
  const healedNs = healTimes(operations);
  const lastNs = isStamped(events) ? undefined : events.at(-1)?.time;
  const unhealedNs = lastNs ?? Number.POSITIVE_INFINITY;
  return operations
    .filter(isStrike)
    .map(strike => faultOf(strike, healedNs.get(strike.event.index) ?? unhealedNs));
}

function faultOf(operation: NemesisOperation, healedNs: number): Fault {
  const { event, f, value, callNs, returnNs, declared, on } = operation;
  const isMomentary = declared !== undefined && declared.heal === undefined;
  return {
    strike: event,
    nemesis: declared?.nemesis ?? f,
    f,
    value,
    fromNs: callNs,
    toNs: isMomentary ? returnNs : healedNs,
    on,
    verified: isVerified(operation),
    affects: declared?.affects ?? 'undeclared',
    quorum: declared?.quorum ?? 'may be lost',
  };
}

/** When each strike was healed, by the index of its event. */
function healTimes(operations: readonly NemesisOperation[]): ReadonlyMap<number, number> {
  const healedNs = new Map<number, number>();
  for (const { declared, returnNs } of operations)
    for (const index of declared?.healed ?? [])
      if (!healedNs.has(index)) healedNs.set(index, returnNs);
  return healedNs;
}
