/** One ephemeral znode that all clients want and watch: when it is deleted, all are woken and one gets in.
 * Source: ZooKeeper Recipes and Solutions, Locks, on the herd effect. */

import { createOwned } from '../../src/client/owned.ts';
import {
  type Entry,
  entryOf,
  isTimeLeft,
  type Spot,
  untilOneGoes,
} from '../../src/client/turnstile.ts';
import { outcomeOf } from '../../src/zookeeper/outcome.ts';

const NAME = 'lock';
const TOO_LATE: Entry = {
  outcome: {
    type: 'fail',
    error: { name: 'TOOLATE', message: 'others were faster for too long' },
  },
};

/** Tries to create the znode whenever it is gone. Znodes of one name are ordered by their czxid. */
export async function enterHerd(_role: unknown, spot: Spot): Promise<Entry> {
  const { place, session, parent, signal, naive } = spot;
  const id = `${place.process}-${place.random.intBelow(2 ** 30).toString(36)}`;
  const wanted = {
    session,
    path: `${parent}/${NAME}`,
    id,
    mode: 'ephemeral',
    side: parent,
    naive,
  } as const;
  for (let wakeUps = 0; isTimeLeft(spot); wakeUps++) {
    const made = await createOwned(wanted, signal);
    if (made !== 'taken' && !made.ok) return { outcome: outcomeOf(made, 'write', null) };
    if (made !== 'taken') {
      const czxid = made.value;
      return entryOf({ name: NAME, sequence: Number(czxid), czxid }, wakeUps, made);
    }
    await untilOneGoes([NAME], spot);
  }
  return TOO_LATE;
}
