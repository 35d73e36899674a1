/** Draws numbers from sequential znodes. The claim, and what `info` means, are in workload.ts. */

import { censusOf } from '../../src/client/census.ts';
import { everywhere } from '../../src/client/everywhere.ts';
import { sequenceOf } from '../../src/client/sequential.ts';
import { sessionAt } from '../../src/client/session.ts';
import type { Client, ClientPlace, Outcome } from '../../src/contract.ts';
import { hexOf } from '../../src/hex.ts';
import { outcomeOf } from '../../src/zookeeper/outcome.ts';
import type { Session } from '../../src/zookeeper/session.ts';

export type IdOp = {
  readonly f: 'draw' | 'drop' | 'list';
  readonly value: null;
  readonly key: number;
};

/** The parent of the parents. */
export const IDS = '/zoobreak-ids';

type IdSession = Pick<Session, 'create' | 'delete' | 'close'>;

/** A client of one session. */
export function idClient(place: ClientPlace, session: IdSession = sessionAt(place)): Client<IdOp> {
  const servers = everywhere(place);
  const own: string[] = [];
  let tries = 0;
  return {
    invoke: async ({ f, key }, signal) => {
      const parent = `${IDS}/${key}`;
      switch (f) {
        case 'draw':
          return draw(`${parent}/${place.process}-${tries++}-`, { session, own, signal });
        case 'drop':
          return drop({ session, own, signal });
        case 'list': {
          const census = await censusOf(parent, { side: IDS, servers, signal });
          return outcomeOf(census, 'read', census.ok ? census.value : null);
        }
      }
    },
    close: async () => {
      await Promise.all([session.close(), servers.close()]);
    },
  };
}

interface Drawer {
  readonly session: IdSession;
  /** Paths that it created and has not deleted, oldest first. */
  readonly own: string[];
  readonly signal: AbortSignal;
}

/** Draws with a prefix that no other client uses: a number given twice is then no name given twice. */
async function draw(prefix: string, { session, own, signal }: Drawer): Promise<Outcome> {
  const mode = 'persistent-sequential';
  const reply = await session.create(prefix, new Uint8Array(), { mode }, signal);
  if (!reply.ok) return outcomeOf(reply, 'write', null);
  own.push(reply.value.path);
  const number = sequenceOf(reply.value.path);
  return outcomeOf(reply, 'write', { number, czxid: hexOf(reply.zxid) });
}

/** Deletes the newest: a server that numbers by counting children would give its number again. */
async function drop({ session, own, signal }: Drawer): Promise<Outcome> {
  const path = own.pop();
  if (path === undefined) return { type: 'ok', value: null };
  const outcome = outcomeOf(await session.delete(path, -1, signal), 'write', sequenceOf(path));
  return outcome.type === 'ok' ? outcome : { ...outcome, value: sequenceOf(path) };
}
