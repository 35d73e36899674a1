/** Stamps the completions of a run's nemeses with what they declare: a strike with what it may disturb, a
 * heal with the strikes that it ended. A heal that threw has ended none. */
import type { FaultReport, Nemesis } from '../contract.ts';
import { ActiveStrikes } from '../history/active-strikes.ts';
import type { Event } from '../history/event.ts';
import { type FaultStamp, faultStampOf } from '../history/fault-stamp.ts';

type Declares = Pick<Nemesis, 'name' | 'operations'>;

/** Returns a function that stamps events in their order; those of clients, and calls, stay as they are. The
 * function throws a HistoryError for a report whose `on` is of another shape. */
export function faultStamps(nemeses: readonly Declares[]): (event: Event) => Event {
  const declared = declarationsOf(nemeses);
  const active = new ActiveStrikes();
  return event => {
    const isDone = event.process === 'nemesis' && event.type !== 'invoke';
    const declaration = isDone ? declared.get(event.f) : undefined;
    return declaration === undefined ? event : stamped(event, declaration, active);
  };
}

/** Heals before it strikes: an operation that does both ends faults that began before it. */
function stamped(event: Event, declaration: FaultStamp, active: ActiveStrikes): Event {
  const { on, value } = reported(event);
  const threw = event.error !== undefined;
  const healed = declaration.healed && (threw ? [] : active.heal(event.f));
  if (declaration.heal !== undefined) active.add(declaration.heal, event.index);
  const fault = faultStampOf({
    ...declaration,
    ...(healed !== undefined && { healed }),
    ...(on !== undefined && { on }),
  });
  return { ...event, value, fault };
}

/** What is known of each operation before it is done. */
function declarationsOf(nemeses: readonly Declares[]): ReadonlyMap<string, FaultStamp> {
  const declared = new Map<string, FaultStamp>();
  const add = (f: string, more: FaultStamp): void => {
    const { affects = [], ...known } = declared.get(f) ?? {};
    const both = new Set([...affects, ...more.affects]);
    declared.set(f, { ...known, ...more, affects: [...both] });
  };
  for (const { name: nemesis, operations } of nemeses)
    for (const { strike, heal, affects, quorum } of operations) {
      add(strike, { nemesis, affects, quorum, ...(heal !== undefined && { heal }) });
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
