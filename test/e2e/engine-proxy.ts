/** The engine by way of a TCP port of this machine, which can be taken away. */
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

interface EngineProxy {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Ends every connection; there are no others. */
  cut(): void;
}

export async function engineProxy(): Promise<EngineProxy> {
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    const engine = createConnection('/var/run/docker.sock');
    socket.pipe(engine).pipe(socket);
    for (const each of [socket, engine]) {
      sockets.add(each);
      each.on('error', () => socket.destroy());
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const cut = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { host: `tcp://localhost:${(server.address() as AddressInfo).port}`, cut };
}
