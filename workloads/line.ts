/** A line of ephemeral sequential znodes: whoever nobody stands in the way of goes in, and leaves by
 *  deleting its znode. Each waits for those who stand in its way only, so that nobody is woken in vain.
 *    enter  value null or a role   ok: {sequence, czxid}   it is in
 *    leave  value null             ok: null                it is out; to be tried again after a `fail`
 *  `fail` of an entry: it did not get in and stands in line no more. `info`: its znode may still stand
 *  in line; it goes with the session, which the process loses.
 *  Source: ZooKeeper Recipes and Solutions, Locks. */
import type { Client, ClientPlace, Outcome } from '../src/contract.ts';
import type { Event, Invocation } from '../src/history/event.ts';
import { outcomeOf, type Reply } from '../src/zookeeper/outcome.ts';
import type { Session, SessionOptions } from '../src/zookeeper/session.ts';
import { createSequential, inOrder, type Own, type SequentialSession } from './sequential.ts';
import { ensureZnodes, sessionAt } from './session.ts';
import { type WatchBell, watchBell } from './watch-bell.ts';

/** The part of an operation's time that is waited; the rest is for getting out of the line. */
const WAIT_SHARE = 0.6;

export interface LineOp extends Invocation {
  readonly key: number;
}

export interface LineRecipe {
  /** The parent of the lines, one for each key. */
  readonly root: string;
  /** The operation that enters; any other leaves. */
  readonly enterF: string;
  /** Those of `names`, which stand in order, that stand in the way of `own`. */
  readonly inTheWay: (names: readonly string[], own: string) => readonly string[];
}

export type LineSession = SequentialSession & Pick<Session, 'delete' | 'close'>;
type OpenSession = (onEvent: NonNullable<SessionOptions['onEvent']>) => LineSession;

/** Creates the lines. */
export function prepareLines(
  { root }: LineRecipe,
  keys: number,
  place: ClientPlace,
  signal: AbortSignal,
): Promise<void> {
  const lines = Array.from({ length: keys }, (_, key) => `${root}/${key}`);
  return ensureZnodes([root, ...lines], place, signal);
}

/** A client that stands in one line at a time. */
export function lineClient(
  recipe: LineRecipe,
  place: ClientPlace,
  open: OpenSession = onEvent => sessionAt(place, onEvent),
): Client<LineOp> {
  const bell = watchBell();
  const session = open(bell.onEvent);
  let inside: Own | undefined;
  return {
    invoke: async (op, signal) => {
      const parent = `${recipe.root}/${op.key}`;
      const spot: Spot = { recipe, place, session, bell, parent, signal };
      if (op.f === recipe.enterF) {
        const entry = await enter(op, spot);
        inside = entry.own;
        return entry.outcome;
      }
      if (inside === undefined) return NOT_INSIDE;
      const outcome = await leave(inside, spot);
      if (!isStillIn(outcome)) inside = undefined;
      return outcome;
    },
    close: () => session.close(),
  };
}

const NOT_INSIDE_NAME = 'NOTINSIDE';
const NOT_INSIDE: Outcome = { type: 'fail', error: { name: NOT_INSIDE_NAME } };
const GONE: Outcome = { type: 'fail', error: { name: 'GONE', message: 'its znode is not there' } };

/** Where an operation takes place. */
interface Spot {
  readonly recipe: LineRecipe;
  readonly place: ClientPlace;
  readonly session: LineSession;
  readonly bell: WatchBell;
  readonly parent: string;
  readonly signal: AbortSignal;
}

interface Entry {
  readonly outcome: Outcome;
  /** Only of one who is in. */
  readonly own?: Own;
}

async function enter(op: LineOp, spot: Spot): Promise<Entry> {
  const { session, parent, place, signal } = spot;
  const endNs = place.clock.nowNs() + place.operationTimeoutMs * WAIT_SHARE * 1e6;
  const role = op.value === null ? '' : `${op.value}-`;
  const id = `${role}${place.process}-${place.random.intBelow(2 ** 30).toString(36)}`;
  const data = new Uint8Array();
  const mode = 'ephemeral-sequential';
  const created = await createSequential({ session, parent, id, mode, data }, signal);
  if (!created.ok) return { outcome: outcomeOf(created, 'write', null) };
  const own = created.value;
  const arrival = await waitInLine(own, endNs, spot);
  if (arrival === 'gone') return { outcome: GONE };
  if (arrival === 'late') return { outcome: await giveUp(own, spot) };
  if (!arrival.ok) return { outcome: outcomeOf(arrival, 'write', null) };
  const { sequence, czxid } = own;
  const value = { sequence, czxid: `0x${czxid.toString(16)}` };
  return { outcome: outcomeOf(arrival, 'write', value), own };
}

/** The reply that showed that nobody is in the way, or why there will be none: `late`, there was none
 *  in time; `gone`, its own znode is not there, as when the session has just expired. */
async function waitInLine(
  own: Own,
  endNs: number,
  spot: Spot,
): Promise<Reply<unknown> | 'late' | 'gone'> {
  const { recipe, session, parent, place, signal } = spot;
  while (place.clock.nowNs() < endNs && !signal.aborted) {
    const names = await session.getChildren(parent, {}, signal);
    if (!names.ok && isOver(names)) return names;
    if (!names.ok) continue;
    if (!names.value.includes(own.name)) return 'gone';
    const blockers = recipe.inTheWay(inOrder(names.value), own.name);
    if (blockers.length === 0) return names;
    await untilOneGoes(blockers, endNs, spot);
  }
  return 'late';
}

/** Whether the session is over, and the znode with it. */
function isOver(reply: Reply<unknown>): boolean {
  return !reply.ok && (reply.error.name === 'SESSIONEXPIRED' || reply.error.name === 'CLOSING');
}

/** Returns early rather than late: whoever waits looks again. */
async function untilOneGoes(names: readonly string[], endNs: number, spot: Spot): Promise<void> {
  const { session, bell, parent, place, signal } = spot;
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

/** Out of the line: `fail` when that is certain. */
async function giveUp(own: Own, spot: Spot): Promise<Outcome> {
  const error = { name: 'TOOLATE', message: 'somebody stood in the way for too long' };
  const reply = await spot.session.delete(`${spot.parent}/${own.name}`);
  const gone = reply.ok || reply.error.name === 'NONODE';
  return gone ? { type: 'fail', error } : outcomeOf({ ...reply, left: true }, 'write', null);
}

/** `fail`: its znode is there still, unless the error is NONODE. */
async function leave(own: Own, { session, parent, signal }: Spot): Promise<Outcome> {
  return outcomeOf(await session.delete(`${parent}/${own.name}`, -1, signal), 'write', null);
}

/** Whether one who tried to leave has to try again. */
export function isStillIn(leaving: Outcome | Event): boolean {
  const name = 'error' in leaving ? leaving.error?.name : undefined;
  return leaving.type === 'fail' && name !== 'NONODE' && name !== NOT_INSIDE_NAME;
}
