/** Writes, reads plainly, and asks for roles. What the operations mean is in timeliness.ts. */

import { everywhere } from '../../src/client/everywhere.ts';
import { sessionAt } from '../../src/client/session.ts';
import type { Client, ClientPlace, Outcome } from '../../src/contract.ts';
import { outcomeOf } from '../../src/zookeeper/outcome.ts';
import type { Session } from '../../src/zookeeper/session.ts';
import { roleAt } from './server-role.ts';

export type TimelinessOp =
  | { readonly f: 'write'; readonly value: null; readonly key: number }
  | { readonly f: 'read'; readonly value: number | null; readonly key: number }
  | { readonly f: 'role'; readonly value: null };

/** The parent of the znodes. */
export const CLOCKS = '/zoobreak-timeliness';

/** A read right after a write gives up sooner than others: the writer waits for it. */
const READ_AFTER_MS = 500;

export type TimelinessSession = Pick<Session, 'getData' | 'setData' | 'close' | 'node'>;

/** A client of one session, and of one at each server for reads right after its writes. */
export function timelinessClient(
  place: ClientPlace,
  session: TimelinessSession = sessionAt(place),
): Client<TimelinessOp> {
  const servers = everywhere({ ...place, operationTimeoutMs: READ_AFTER_MS });
  return {
    invoke: async (op, signal) => {
      if (op.f === 'role') return roleOf(session, place, signal);
      const path = `${CLOCKS}/${op.key}`;
      if (op.f === 'write') {
        const reply = await session.setData(path, new Uint8Array(), -1, signal);
        return outcomeOf(reply, 'write', reply.ok ? reply.value.version : null);
      }
      const reader = op.value === null ? session : servers.at(op.value);
      const reply = await reader.getData(path, {}, signal);
      return outcomeOf(reply, 'read', reply.ok ? reply.value.stat.version : null);
    },
    close: async () => {
      await Promise.all([session.close(), servers.close()]);
    },
  };
}

/** Of the server that the session is at. */
async function roleOf(
  session: TimelinessSession,
  { everyServer }: ClientPlace,
  signal: AbortSignal,
): Promise<Outcome> {
  const server = everyServer.find(({ node }) => node === session.node);
  if (server === undefined)
    return { type: 'fail', error: { name: 'NOSERVER', message: 'the session has no server' } };
  return { type: 'ok', value: await roleAt(server.address, signal), node: server.node };
}
