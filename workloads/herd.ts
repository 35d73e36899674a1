/** One ephemeral znode that all want and all watch: when it goes, everybody is woken and one gets in.
 *  A lost reply is settled by what the znode holds, read by the same session after a write of it.
 *  Source: ZooKeeper Recipes and Solutions, Locks, on the herd effect. */
import { outcomeOf, type Reply } from '../src/zookeeper/outcome.ts';
import { strongly } from './reads.ts';
import type { Own } from './sequential.ts';
import { type Entry, entryOf, isTimeLeft, type Spot, untilOneGoes } from './turnstile.ts';

const NAME = 'lock';
const TOO_LATE: Entry = {
  outcome: {
    type: 'fail',
    error: { name: 'TOOLATE', message: 'others were faster for too long' },
  },
};

/** Tries to create the znode whenever it is gone. */
export async function enterHerd(_role: unknown, spot: Spot): Promise<Entry> {
  const { place } = spot;
  const id = `${place.process}-${place.random.intBelow(2 ** 30).toString(36)}`;
  for (let wakeUps = 0; isTimeLeft(spot); wakeUps++) {
    const made = await make(id, spot);
    if (made !== 'taken')
      return made.ok
        ? entryOf(made.value, wakeUps, made)
        : { outcome: outcomeOf(made, 'write', null) };
    await untilOneGoes([NAME], spot);
  }
  return TOO_LATE;
}

type Made = Reply<Own> | 'taken';

async function make(id: string, spot: Spot): Promise<Made> {
  const { session, parent, signal } = spot;
  const data = new TextEncoder().encode(id);
  const created = await session.create(`${parent}/${NAME}`, data, { mode: 'ephemeral' }, signal);
  if (created.ok) return { ...created, value: ownOf(created.zxid) };
  if (created.error.name === 'NODEEXISTS') return 'taken';
  if (!created.left || created.error.definite) return created;
  return settle(id, created, spot);
}

/** What became of a create without an answer. */
async function settle(
  id: string,
  unsure: Extract<Reply<unknown>, { ok: false }>,
  spot: Spot,
): Promise<Made> {
  const { session, parent, signal } = spot;
  const reader = { session, reads: 'quorum', side: parent } as const;
  const read = (): ReturnType<typeof session.getData> =>
    session.getData(`${parent}/${NAME}`, {}, signal);
  const found = await strongly(reader, read, signal);
  if (!found.ok && found.error.name === 'NONODE')
    return { ...unsure, error: { ...unsure.error, definite: true } };
  if (!found.ok) return unsure;
  const { data, stat } = found.value;
  return new TextDecoder().decode(data) === id ? { ...found, value: ownOf(stat.czxid) } : 'taken';
}

/** Znodes of one name are told apart, and ordered, by their czxid. */
function ownOf(czxid: bigint): Own {
  return { name: NAME, sequence: Number(czxid), czxid };
}
