/** Connections over real sockets of this machine. The certificate in fixtures/tls signs itself, for localhost, until 2126. */
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import type { Address, Connection } from '../../src/contract.ts';
import { connector } from '../../src/zookeeper/transport.ts';
import { never } from '../kit/never.ts';

const pem = (name: string): string =>
  readFileSync(new URL(`../fixtures/tls/localhost-${name}.pem`, import.meta.url), 'utf8');
const servers: Server[] = [];

/** Where a server of this machine listens. */
async function listening(server: Server): Promise<Address> {
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { kind: 'tcp', host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

const echo = (socket: Socket): void => void socket.on('error', () => undefined).pipe(socket);
const echoServer = (): Server => createServer(echo);
const tlsEchoServer = (): Server => createTlsServer({ cert: pem('cert'), key: pem('key') }, echo);

const firstBytes = (connection: Connection): Promise<Uint8Array> =>
  new Promise(resolve => connection.onData(resolve));
const closing = (connection: Connection): Promise<Error | undefined> =>
  new Promise(resolve => connection.onClose(resolve));

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe.each([
  ['TCP', echoServer, undefined],
  ['TLS', tlsEchoServer, { ca: pem('cert') }],
])('over %s', (_name, server, tls) => {
  test('bytes go and come', async () => {
    const connection = await connector(tls)(await listening(server()), never);
    const bytes = firstBytes(connection);
    connection.write(new Uint8Array([1, 2, 3]));
    expect([...(await bytes)]).toEqual([1, 2, 3]);
    connection.close();
  });

  test('its own close is told without a cause', async () => {
    const connection = await connector(tls)(await listening(server()), never);
    const closed = closing(connection);
    connection.close();
    expect(await closed).toBeUndefined();
  });

  test('nobody listens -> the cause', async () => {
    const one = server();
    const address = await listening(one);
    await new Promise(resolve => one.close(resolve));
    await expect(connector(tls)(address, never)).rejects.toThrow('ECONNREFUSED');
  });

  test('aborted before it is open -> the reason', async () => {
    const address = await listening(server());
    const controller = new AbortController();
    const connecting = connector(tls)(address, controller.signal);
    controller.abort(new Error('too late'));
    await expect(connecting).rejects.toThrow('too late');
    await expect(connector(tls)(address, controller.signal)).rejects.toThrow('too late');
  });
});

describe('a connection that breaks', () => {
  test('a reset is told with its cause', async () => {
    const reset = (socket: Socket): void =>
      void socket.once('data', () => socket.resetAndDestroy());
    const connection = await connector()(await listening(createServer(reset)), never);
    const closed = closing(connection);
    connection.write(new Uint8Array([1]));
    expect((await closed)?.message).toContain('ECONNRESET');
  });

  test('a certificate that is not trusted is refused', async () => {
    const address = await listening(tlsEchoServer());
    await expect(connector({})(address, never)).rejects.toThrow('self-signed certificate');
  });
});

test('an address in memory gives its own connection', async () => {
  const connection: Connection = { write() {}, onData() {}, onClose() {}, close() {} };
  const address: Address = { kind: 'memory', connect: () => Promise.resolve(connection) };
  expect(await connector()(address, never)).toBe(connection);
});
