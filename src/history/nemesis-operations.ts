/** What a nemesis did: each of its operations, with its call, its report and what it declares.
 *
 * A strike starts a fault, a heal ends faults; an operation can be both. The declaration is the `fault` of
 * the completion. An operation that never completed takes the declaration of others with its name; where
 * nothing in the history is declared, names are all there is to go by (unstamped-faults.ts). */
import { tookEffect } from '../took-effect.ts';
import type { Event } from './event.ts';
import type { FaultScope, FaultStamp } from './fault-stamp.ts';
import { type NemesisCall, recognised } from './unstamped-faults.ts';

export interface NemesisOperation {
  readonly f: string;
  /** The requested value; the report if the operation's invocation is not in the history. */
  readonly value: unknown;
  readonly callNs: number;
  /** Infinity when it never completed. */
  readonly returnNs: number;
  /** The invocation; the completion when only that is in the history. */
  readonly call: Event;
  /** The completion, or the invocation when there is none. */
  readonly event: Event;
  /** Undefined for an operation that declares nothing: a strike that may disturb everything. */
  readonly declared: FaultStamp | undefined;
  readonly on: FaultScope | 'all';
}

/** The operations of a nemesis' events, in the order of their calls. */
export function nemesisOperations(events: readonly Event[]): readonly NemesisOperation[] {
  const calls = callsOf(events);
  const stamps = isStamped(events) ? written(calls) : recognised(calls);
  return calls.map(({ call, done }, at): NemesisOperation => {
    const declared = stamps[at];
    return {
      f: call.f,
      value: call.value,
      callNs: call.time,
      returnNs: done?.time ?? Number.POSITIVE_INFINITY,
      call,
      event: done ?? call,
      declared,
      on: declared?.on ?? 'all',
    };
  });
}

/** Whether the run that wrote the events stamped them. */
export function isStamped(events: readonly Event[]): boolean {
  return events.some(({ fault }) => fault !== undefined);
}

export function isStrike({ declared }: NemesisOperation): boolean {
  return declared === undefined || declared.quorum !== undefined;
}

export function isHeal({ declared }: NemesisOperation): boolean {
  return declared?.healed !== undefined;
}

/** What the completion of an operation reports; only `did` for a value of another shape. */
interface Reported {
  readonly did?: unknown;
  readonly seen?: unknown;
}

export function reportIn({ type, value }: Event): Reported {
  if (type === 'invoke') return { did: value };
  return typeof value === 'object' && value !== null ? value : { did: value };
}

/** Whether an operation completed and was seen to take effect. */
export function isVerified({ event }: Pick<NemesisOperation, 'event'>): boolean {
  return tookEffect(event);
}

/** Pairs calls with completions by name: a nemesis does one operation at a time. A completion without a call
 * is an operation that took no time. */
function callsOf(events: readonly Event[]): readonly NemesisCall[] {
  const calls: { readonly call: Event; done?: Event }[] = [];
  const open = new Map<string, { done?: Event }>();
  for (const event of events) {
    const begun = open.get(event.f);
    const isCall = event.type === 'invoke';
    if (!isCall && begun !== undefined) {
      begun.done = event;
      open.delete(event.f);
      continue;
    }
    const call = isCall ? { call: event } : { call: event, done: event };
    calls.push(call);
    if (isCall) open.set(event.f, call);
  }
  return calls;
}

function written(calls: readonly NemesisCall[]): readonly (FaultStamp | undefined)[] {
  const known = new Map<string, FaultStamp>();
  const stamps = calls.flatMap(({ done }) => done?.fault ?? []);
  for (const { nemesis, affects, heal } of stamps)
    if (heal !== undefined) known.set(heal, { nemesis, affects, healed: [] });
  for (const { call, done } of calls) {
    if (done?.fault === undefined) continue;
    const { on: _, healed, ...declared } = done.fault;
    known.set(call.f, { ...declared, ...(healed !== undefined && { healed: [] }) });
  }
  return calls.map(({ call, done }) => done?.fault ?? known.get(call.f));
}
