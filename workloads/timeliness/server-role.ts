/** What a server says of its role, asked as people do: `srvr`, one of the four-letter words. */
import type { Address } from '../../src/contract.ts';
import { connector } from '../../src/zookeeper/transport.ts';

export type ServerRole = 'leader' | 'follower' | 'observer' | 'standalone' | 'unknown';

/** `unknown` where it does not say, or does not serve. */
export async function roleAt(address: Address, signal: AbortSignal): Promise<ServerRole> {
  const said = await ask(address, signal).catch(() => '');
  const mode = /^Mode: (leader|follower|observer|standalone)$/m.exec(said)?.[1];
  return (mode ?? 'unknown') as ServerRole;
}

/** The answer, at the end of which the server hangs up. */
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
