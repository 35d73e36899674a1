/** Ports of this machine that nobody listens at. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** All different, as all are held until the last is found. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const held = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    held.map(async server => {
      await once(server.listen(0, '127.0.0.1'), 'listening');
      return (server.address() as AddressInfo).port;
    }),
  );
  await Promise.all(held.map(server => once(server.close(), 'close')));
  return ports;
}
