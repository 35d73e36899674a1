/** The faults of histories whose completions carry no `fault`: Jepsen's, other harnesses', and zoobreak's of
 * before there were stamps. This is the only place where a fault is recognised by its name.
 *
 * A name below that starts a fault is taken for that fault; a name that ends one is taken for a heal where
 * the history holds such a fault, and ends all of its faults. Any other operation is taken for a fault that
 * may disturb everything. A fault that was not healed is taken to end with the last event of the nemesis,
 * since a nemesis ends with healing everything. */
import { ActiveStrikes } from './active-strikes.ts';
import type { Event } from './event.ts';
import type { FaultOperation, FaultStamp } from './fault-stamp.ts';

interface KnownFault extends FaultOperation {
  readonly nemesis: string;
  readonly heal: string;
}

const known = (
  nemesis: string,
  strikes: readonly string[],
  rest: Omit<KnownFault, 'nemesis' | 'strike'>,
): readonly KnownFault[] => strikes.map(strike => ({ nemesis, strike, ...rest }));

/** Faults of before there were stamps: a newer one is stamped, and needs no entry here. */
export const KNOWN_FAULTS: readonly KnownFault[] = [
  ...known('partition', ['start-partition'], {
    heal: 'stop-partition',
    affects: ['network'],
    quorum: 'may be lost',
  }),
  ...known('voters', ['part-voters'], {
    heal: 'join-voters',
    affects: ['network'],
    quorum: 'may be lost',
  }),
  ...known('kill', ['kill'], { heal: 'start', affects: ['servers'], quorum: 'may be lost' }),
  ...known('pause', ['pause'], { heal: 'resume', affects: ['servers'], quorum: 'may be lost' }),
  ...known('clock', ['bump-clock', 'strobe-clock', 'drift-clock'], {
    heal: 'reset-clock',
    affects: ['clocks'],
    quorum: 'survives',
  }),
  ...known('power', ['lose-power'], {
    heal: 'restore-power',
    affects: ['servers', 'disks'],
    quorum: 'may be lost',
  }),
  ...known('client', ['pause-client', 'cut-client', 'move-client'], {
    heal: 'heal-clients',
    affects: ['clients'],
    quorum: 'survives',
  }),
];

/** One operation of a nemesis. */
export interface NemesisCall {
  readonly call: Event;
  /** Undefined when it never completed; the call itself when only one of the two was recorded. */
  readonly done?: Event;
}

/** The stamps that the operations would carry; undefined for those of an unknown name. */
export function recognised(calls: readonly NemesisCall[]): readonly (FaultStamp | undefined)[] {
  const names = new Set(calls.map(({ call }) => call.f));
  const known = KNOWN_FAULTS.filter(({ strike }) => names.has(strike));
  const active = new ActiveStrikes();
  return calls.map((each, at) => {
    const { f } = each.call;
    const struck = known.find(({ strike }) => strike === f);
    if (struck !== undefined) return strikeStamp(struck, each, active);
    const ended = known.find(({ heal }) => heal === f);
    if (ended === undefined) return undefined;
    const healed = isOver(each, calls[at + 1]) ? active.heal(f) : [];
    return { nemesis: ended.nemesis, affects: ended.affects, healed };
  });
}

function strikeStamp(
  { strike: _, ...stamp }: KnownFault,
  { call, done = call }: NemesisCall,
  active: ActiveStrikes,
): FaultStamp {
  active.add(stamp.heal, done.index);
  return stamp;
}

/** Whether a heal has completed. Jepsen records a call of its nemesis as it records a completion, so the
 * first of two equal events in a row is the call. */
function isOver({ call, done }: NemesisCall, next: NemesisCall | undefined): boolean {
  if (done === undefined || done.error !== undefined) return false;
  return done !== call || next === undefined || next.call.f !== call.f || next.done !== next.call;
}
