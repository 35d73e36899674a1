/** Stamps the completions of a run's nemeses with what they declare: a strike with what it may disturb, a
 * heal with the strikes that it ended. A heal that threw has ended none. */
import type { FaultReport, Nemesis } from '../contract.ts';
import type { Event } from '../history/event.ts';
import { type FaultOperation, type FaultStamp, faultStampOf } from '../history/fault-stamp.ts';

/** Returns a function that stamps events in their order; those of clients, and calls, stay as they are. The
 * function throws a HistoryError for a report whose `on` is of another shape. */
export function faultStamps(
  nemeses: readonly Pick<Nemesis, 'name' | 'operations'>[],
): (event: Event) => Event {
  const declared = declarationsOf(nemeses);
  /** Indices of strikes that are not healed, by the f that heals them. */
  const active = new Map<string, number[]>();
  return event => {
    const found = declared.get(event.f);
    if (event.process !== 'nemesis' || event.type === 'invoke' || found === undefined) return event;
    const { strike, ...stamp } = found;
    const healed = stamp.healed && (active.get(event.f) ?? []);
    const ends = healed !== undefined && event.error === undefined;
    if (ends) active.delete(event.f);
    if (strike?.heal !== undefined)
      active.set(strike.heal, [...(active.get(strike.heal) ?? []), event.index]);
    const { on, value } = reported(event);
    const fault = faultStampOf({
      ...stamp,
      ...(healed !== undefined && { healed: ends ? healed : [] }),
      ...(on !== undefined && { on }),
    });
    return { ...event, value, fault };
  };
}

/** What is known of an operation before it is done. */
interface Declaration extends FaultStamp {
  readonly strike?: FaultOperation;
}

function declarationsOf(
  nemeses: Parameters<typeof faultStamps>[0],
): ReadonlyMap<string, Declaration> {
  const declared = new Map<string, Declaration>();
  const add = (f: string, more: Declaration): void => {
    const { affects = [], ...known } = declared.get(f) ?? {};
    const both = new Set([...affects, ...more.affects]);
    declared.set(f, { ...known, ...more, affects: [...both] });
  };
  for (const { name: nemesis, operations } of nemeses)
    for (const strike of operations) {
      const { heal, affects, quorum } = strike;
      const stamp = { nemesis, affects, quorum, ...(heal !== undefined && { heal }) };
      add(strike.strike, { ...stamp, strike });
      if (heal !== undefined) add(heal, { nemesis, affects, healed: [] });
    }
  return declared;
}

/** What a nemesis reports, and on whom, which is part of the stamp alone. */
function reported({ value, error }: Event): { readonly on?: unknown; readonly value: unknown } {
  if (error !== undefined || typeof value !== 'object' || value === null) return { value };
  const { on, ...rest } = value as Partial<FaultReport>;
  return { on, value: rest };
}
