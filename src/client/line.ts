/** A line of ephemeral sequential znodes: a client acquires the lock when no znode ahead of its own blocks
 * it. Each client watches only the znodes that block it, so that none is woken needlessly. Source: ZooKeeper
 * Recipes and Solutions, Locks. */
import type { Outcome } from '../contract.ts';
import { outcomeOf, type Reply } from '../zookeeper/outcome.ts';
import { createSequential, inOrder, type Own } from './sequential.ts';
import { type Entry, entryOf, isTimeLeft, type Spot, untilOneGoes } from './turnstile.ts';

/** Returns the znodes in `names` (sorted) that block `own`. */
type InTheWay = (names: readonly string[], own: string) => readonly string[];

/** The one that stands directly before `own`. */
export const oneBefore: InTheWay = (names, own) => {
  const at = names.indexOf(own);
  return names.slice(Math.max(0, at - 1), at);
};

/** Stands in line; the role, where there is one, starts the name. */
export function enterLine(inTheWay: InTheWay): (role: unknown, spot: Spot) => Promise<Entry> {
  return async (role, spot) => {
    const { session, parent, place, signal, naive } = spot;
    const prefix = role === null ? '' : `${role}-`;
    const id = `${prefix}${place.process}-${place.random.intBelow(2 ** 30).toString(36)}`;
    const data = new Uint8Array();
    const mode = 'ephemeral-sequential';
    const created = await createSequential({ session, parent, id, mode, data, naive }, signal);
    if (!created.ok) return { outcome: outcomeOf(created, 'write', null) };
    const own = created.value;
    const { arrival, wakeUps } = await waitInLine(own, inTheWay, spot);
    if (arrival === 'gone') return { outcome: GONE };
    if (arrival === 'late') return { outcome: await giveUp(own, spot) };
    if (!arrival.ok) return { outcome: outcomeOf(arrival, 'write', null) };
    return entryOf(own, wakeUps, arrival);
  };
}

const GONE: Outcome = { type: 'fail', error: { name: 'GONE', message: 'its znode is not there' } };

interface Waited {
  /** The reply that showed that nobody is in the way, or why there will be none: `late`, there was
   * none in time; `gone`, its own znode is not there, as when the session has just expired. */
  readonly arrival: Reply<unknown> | 'late' | 'gone';
  readonly wakeUps: number;
}

async function waitInLine(own: Own, inTheWay: InTheWay, spot: Spot): Promise<Waited> {
  const { session, parent, signal } = spot;
  let wakeUps = 0;
  while (isTimeLeft(spot)) {
    const names = await session.getChildren(parent, {}, signal);
    if (!names.ok && isOver(names)) return { arrival: names, wakeUps };
    if (!names.ok) continue;
    if (!names.value.includes(own.name)) return { arrival: 'gone', wakeUps };
    const blockers = inTheWay(inOrder(names.value), own.name);
    if (blockers.length === 0) return { arrival: names, wakeUps };
    await untilOneGoes(blockers, spot);
    wakeUps += 1;
  }
  return { arrival: 'late', wakeUps };
}

/** Whether the session is over, and the znode with it. */
function isOver(reply: Reply<unknown>): boolean {
  return !reply.ok && (reply.error.name === 'SESSIONEXPIRED' || reply.error.name === 'CLOSING');
}

/** Out of the line: `fail` when that is certain. */
async function giveUp(own: Own, spot: Spot): Promise<Outcome> {
  const error = { name: 'TOOLATE', message: 'somebody stood in the way for too long' };
  const reply = await spot.session.delete(`${spot.parent}/${own.name}`);
  const gone = reply.ok || reply.error.name === 'NONODE';
  return gone ? { type: 'fail', error } : outcomeOf({ ...reply, left: true }, 'write', null);
}
