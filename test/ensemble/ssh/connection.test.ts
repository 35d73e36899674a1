/** Logins to a host that goes away in the middle. */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { dial } from '../../../src/ensemble/ssh/connection.ts';

const uncaught: unknown[] = [];
const note = (error: unknown): void => void uncaught.push(error);
process.on('uncaughtException', note);

let server: Server | undefined;
afterEach(() => {
  server?.close();
  process.off('uncaughtException', note);
});

/** Returns the port of a host that treats each connection in this way. */
async function hostThat(treats: (socket: Socket) => unknown): Promise<number> {
  server = createServer(socket => treats(socket.on('error', () => {}))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test('a host that resets the connection before a word is an error of that host, and of nothing else', async () => {
  const port = await hostThat(socket => setTimeout(() => socket.resetAndDestroy(), 2));
  const login = {
    name: 'h1',
    hostname: '127.0.0.1',
    port,
    username: 'zoo',
    keyAlias: 'h1',
    knownHosts: { text: '', file: 'known_hosts' },
    keys: [],
  };
  for (let at = 0; at < 20; at++)
    await expect(dial(login, AbortSignal.timeout(5_000))).rejects.toThrow(/^h1: /);
  await sleep(100);
  expect(uncaught).toEqual([]);
});
