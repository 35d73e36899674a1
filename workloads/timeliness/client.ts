/** Writes, reads plainly, and asks for roles. What the operations mean is in workload.ts. */

import { everywhere } from '../../src/client/everywhere.ts';
import { sessionAt } from '../../src/client/session.ts';
import type { Address, Client, ClientPlace, Outcome } from '../../src/contract.ts';
import { outcomeOf } from '../../src/zookeeper/outcome.ts';
import type { Session } from '../../src/zookeeper/session.ts';
import { connector } from '../../src/zookeeper/transport.ts';

export type TimelinessOp =
  | { readonly f: 'write'; readonly value: null; readonly key: number }
  | { readonly f: 'read'; readonly value: number | null; readonly key: number }
  | { readonly f: 'role'; readonly value: null };

/** The parent of the znodes. */
export const CLOCKS = '/zoobreak-timeliness';

/** How long a read right after a write waits: less than others, since the writer waits for it. */
const READ_AFTER_MS = 500;

type TimelinessSession = Pick<Session, 'getData' | 'setData' | 'close' | 'node'>;

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

/** Returns the role of the session's server. */
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

type ServerRole = 'leader' | 'follower' | 'observer' | 'standalone' | 'unknown';

/** Returns the role that a server reports to `srvr`, a four-letter word; `unknown` if it reports none or does
 * not serve. */
async function roleAt(address: Address, signal: AbortSignal): Promise<ServerRole> {
  const said = await ask(address, signal).catch(() => '');
  const mode = /^Mode: (leader|follower|observer|standalone)$/m.exec(said)?.[1];
  return (mode ?? 'unknown') as ServerRole;
}

/** Returns the answer to `srvr`, after which the server closes the connection. */
async function ask(address: Address, signal: AbortSignal): Promise<string> {
  const connection = await connector()(address, signal);
  const parts: Uint8Array[] = [];
  return new Promise(resolve => {
    const done = (): void => {
      signal.removeEventListener('abort', done);
      connection.close();
      resolve(Buffer.concat(parts).toString());
    };
    signal.addEventListener('abort', done, { once: true });
    connection.onData(bytes => parts.push(bytes));
    connection.onClose(done);
    connection.write(new TextEncoder().encode('srvr'));
  });
}
