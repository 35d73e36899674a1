/** Enters and leaves double barriers. The claim, and what `info` means, are in workload.ts. */

import { createOwned } from '../../src/client/owned.ts';
import { sessionAt } from '../../src/client/session.ts';
import { type WatchBell, watchBell } from '../../src/client/watch-bell.ts';
import type { Client, ClientPlace, Outcome } from '../../src/contract.ts';
import type { Invocation } from '../../src/history/event.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Session, SessionOptions } from '../../src/zookeeper/session.ts';

/** The parent of all rounds. */
export const BARRIERS = '/zoobreak-double-barrier';
/** The znode that opens a round. */
const READY = 'ready';
/** The part of an operation's time that is waited; the rest is for cleaning up. */
const WAIT_SHARE = 0.6;

export interface DoubleBarrierOp extends Invocation {
  readonly f: 'enter' | 'leave';
  readonly value: null;
  /** The key of a group of members and a round. */
  readonly key: string;
}

type DoubleBarrierSession = Pick<
  Session,
  'create' | 'delete' | 'exists' | 'getChildren' | 'getData' | 'setData' | 'sync' | 'close'
>;
type OpenSession = (onEvent: NonNullable<SessionOptions['onEvent']>) => DoubleBarrierSession;

/** A client of one session; a round opens when `members` are there. */
export function barrierClient(
  members: number,
  place: ClientPlace,
  open: OpenSession = onEvent => sessionAt(place, onEvent),
): Client<DoubleBarrierOp> {
  const bell = watchBell();
  const session = open(bell.onEvent);
  return {
    invoke: (op, signal) => {
      const endNs = place.clock.nowNs() + place.operationTimeoutMs * WAIT_SHARE * 1e6;
      const parent = `${BARRIERS}/${op.key}`;
      const round: Round = { members, place, session, bell, parent, endNs, signal };
      return op.f === 'enter' ? enter(round) : leave(round);
    },
    close: () => session.close(),
  };
}

interface Round {
  readonly members: number;
  readonly place: ClientPlace;
  readonly session: DoubleBarrierSession;
  readonly bell: WatchBell;
  readonly parent: string;
  readonly endNs: number;
  readonly signal: AbortSignal;
}

/** Creates its own znode first, whose session then sees all earlier znodes: the last member sees all of them,
 * and opens the round for everybody. */
async function enter(round: Round): Promise<Outcome> {
  const { session, parent, place, signal } = round;
  const made = await session.create(parent, EMPTY, {}, signal);
  if (!made.ok && made.error.name !== 'NODEEXISTS') return outcomeOf(made, 'read', null);
  const id = String(place.process);
  const wanted = { session, path: ownPath(round), id, mode: 'ephemeral', side: parent } as const;
  const own = await createOwned(wanted, signal);
  if (own === 'taken' || !own.ok) return own === 'taken' ? TWICE : outcomeOf(own, 'write', null);
  const opened = await waitUntil(names => isOpen(names, round), round);
  if (opened === 'late') return giveUp(round);
  if (opened.ok) await session.create(`${parent}/${READY}`, EMPTY, {}, signal);
  return outcomeOf(opened, 'write', null);
}

const EMPTY = new Uint8Array();
const TWICE: Outcome = { type: 'fail', error: { name: 'TWICE', message: 'it is there already' } };

function isOpen(names: readonly string[], { members }: Round): boolean {
  return names.includes(READY) || names.length >= members;
}

/** Tests whether only the znode that opened the round is left. */
function isEmpty(names: readonly string[]): boolean {
  return names.every(name => name === READY);
}

function ownPath({ parent, place }: Round): string {
  return `${parent}/member-${place.process}`;
}

/** Leaves again: `fail` if that is certain. */
async function giveUp(round: Round): Promise<Outcome> {
  const reply = await round.session.delete(ownPath(round));
  const gone = reply.ok || reply.error.name === 'NONODE';
  return gone ? TOO_LATE : outcomeOf({ ...reply, left: true }, 'write', null);
}

const TOO_LATE: Outcome = {
  type: 'fail',
  error: { name: 'TOOLATE', message: 'other members took too long' },
};

/** Leaves the round. A member that has left may call it again, to learn when all have left. */
async function leave(round: Round): Promise<Outcome> {
  const removed = await round.session.delete(ownPath(round), -1, round.signal);
  if (!removed.ok && removed.error.name !== 'NONODE') return outcomeOf(removed, 'write', null);
  const empty = await waitUntil(isEmpty, round);
  return empty === 'late' ? TOO_LATE : outcomeOf(empty, 'write', null);
}

/** Returns the reply that showed the wanted children, or that the session is over. */
async function waitUntil(
  asWanted: (names: readonly string[]) => boolean,
  round: Round,
): Promise<Reply<unknown> | 'late'> {
  const { session, parent, place, endNs, signal } = round;
  while (place.clock.nowNs() < endNs && !signal.aborted) {
    const expected = round.bell.expect([parent]);
    const timer = place.clock.after((endNs - place.clock.nowNs()) / 1e6, expected.cancel);
    signal.addEventListener('abort', expected.cancel, { once: true });
    const names = await session.getChildren(parent, { watch: true }, signal);
    const done = names.ok ? asWanted(names.value) : names.error.name === 'SESSIONEXPIRED';
    if (done || !names.ok) expected.cancel();
    await expected.fired;
    timer.cancel();
    signal.removeEventListener('abort', expected.cancel);
    if (done) return names;
  }
  return 'late';
}
