/** A client that gets in by making an ephemeral znode its own, and out by deleting it.
 *    enter  value null or a role   ok: {sequence, czxid, wakeUps}   it is in
 *    leave  value null             ok: null                         it is out; after a `fail`, try again
 *  `sequence` orders the znodes of one place, `wakeUps` counts how often it was woken before it got in.
 *  `fail` of an entry: it did not get in and leaves nothing behind. `info`: its znode may be there still;
 *  it goes with the session, which the process loses. */

import type { Client, ClientPlace, Outcome } from '../contract.ts';
import { hexOf } from '../hex.ts';
import type { Event, Invocation } from '../history/event.ts';
import { outcomeOf, type Reply } from '../zookeeper/outcome.ts';
import type { Session, SessionOptions } from '../zookeeper/session.ts';
import type { Own, SequentialSession } from './sequential.ts';
import { sessionAt } from './session.ts';
import { type WatchBell, watchBell } from './watch-bell.ts';

/** The part of an operation's time that is waited; the rest is for cleaning up. */
const WAIT_SHARE = 0.6;
const NOT_INSIDE = 'NOTINSIDE';

export interface TurnOp extends Invocation {
  readonly key: number;
}

export interface Turnstile {
  /** The parent of all places, one for each key. */
  readonly root: string;
  /** The operation that enters; any other leaves. */
  readonly enterF: string;
  readonly enter: (role: unknown, spot: Spot) => Promise<Entry>;
  /** Without the unique id by which a create whose reply was lost is found again. */
  readonly naive?: boolean;
}

type TurnSession = SequentialSession & Pick<Session, 'getData' | 'delete' | 'close'>;
export type OpenSession = (onEvent: NonNullable<SessionOptions['onEvent']>) => TurnSession;

/** Where an operation takes place. */
export interface Spot {
  readonly place: ClientPlace;
  readonly session: TurnSession;
  readonly bell: WatchBell;
  /** The znode of the key. */
  readonly parent: string;
  readonly signal: AbortSignal;
  /** When to give up waiting. */
  readonly endNs: number;
  readonly naive: boolean;
}

export interface Entry {
  readonly outcome: Outcome;
  /** Only of one who is in. */
  readonly own?: Own;
}

/** A client of one session, in one place at a time. */
export function turnstileClient(
  { root, enterF, enter, naive = false }: Turnstile,
  place: ClientPlace,
  open: OpenSession = onEvent => sessionAt(place, onEvent),
): Client<TurnOp> {
  const bell = watchBell();
  const session = open(bell.onEvent);
  let inside: Own | undefined;
  return {
    invoke: async (op, signal) => {
      const parent = `${root}/${op.key}`;
      if (op.f !== enterF) {
        const outcome = await leave(inside, { session, parent, signal });
        if (!isStillIn(outcome)) inside = undefined;
        return outcome;
      }
      const endNs = place.clock.nowNs() + place.operationTimeoutMs * WAIT_SHARE * 1e6;
      const entry = await enter(op.value, { place, session, bell, parent, signal, endNs, naive });
      inside = entry.own;
      return entry.outcome;
    },
    close: () => session.close(),
  };
}

/** The entry of one who made `own`, shown to be in by a reply. */
export function entryOf(own: Own, wakeUps: number, shown: Reply<unknown>): Entry {
  const { sequence, czxid } = own;
  const value = { sequence, czxid: hexOf(czxid), wakeUps };
  return { outcome: outcomeOf(shown, 'write', value), own };
}

/** `fail`: its znode is there still, unless the error is NONODE. */
async function leave(
  own: Own | undefined,
  { session, parent, signal }: Pick<Spot, 'session' | 'parent' | 'signal'>,
): Promise<Outcome> {
  if (own === undefined) return { type: 'fail', error: { name: NOT_INSIDE } };
  return outcomeOf(await session.delete(`${parent}/${own.name}`, -1, signal), 'write', null);
}

/** Whether one who tried to leave has to try again. */
export function isStillIn(leaving: Outcome | Event): boolean {
  const name = 'error' in leaving ? leaving.error?.name : undefined;
  return leaving.type === 'fail' && name !== 'NONODE' && name !== NOT_INSIDE;
}

/** Whether there is time to wait on. */
export function isTimeLeft({ place, endNs, signal }: Spot): boolean {
  return place.clock.nowNs() < endNs && !signal.aborted;
}

/** Waits until one of the znodes goes or time is up; returns early rather than late: look again. */
export async function untilOneGoes(names: readonly string[], spot: Spot): Promise<void> {
  const { session, bell, parent, place, signal, endNs } = spot;
  const paths = names.map(name => `${parent}/${name}`);
  const expected = bell.expect(paths);
  const timer = place.clock.after((endNs - place.clock.nowNs()) / 1e6, expected.cancel);
  signal.addEventListener('abort', expected.cancel, { once: true });
  const stats = await Promise.all(paths.map(path => session.exists(path, { watch: true }, signal)));
  if (stats.some(stat => !stat.ok || stat.value === undefined)) expected.cancel();
  await expected.fired;
  timer.cancel();
  signal.removeEventListener('abort', expected.cancel);
}
