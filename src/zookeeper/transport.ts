/** Connections to servers: TCP, TLS, or the in-memory connection that an address supplies. */
import { connect as connectTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { Address, Connection } from '../contract.ts';

/** Resolves with an open connection; rejects with the cause, or with the signal's reason. */
export type Connect = (address: Address, signal: AbortSignal) => Promise<Connection>;

/** Certificates and keys in PEM; `servername` where the certificate names another than the host. */
export type TlsOptions = Pick<
  ConnectionOptions,
  'ca' | 'cert' | 'key' | 'servername' | 'rejectUnauthorized'
>;

/** How to reach an address; by TLS where options for it are given. */
export function connector(tls?: TlsOptions): Connect {
  return async (address, signal) => {
    signal.throwIfAborted();
    if (address.kind === 'memory') return address.connect(signal);
    const { host, port } = address;
    if (tls === undefined) {
      const socket = connectTcp({ host, port, noDelay: true });
      return opened(socket, 'connect', signal);
    }
    const socket = connectTls({ host, port, ...tls });
    socket.setNoDelay(true);
    return opened(socket, 'secureConnect', signal);
  };
}

function opened(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      socket.destroy();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.once('error', reject);
    socket.once(event, () => {
      signal.removeEventListener('abort', abort);
      socket.off('error', reject);
      resolve(connectionOf(socket));
    });
  });
}

function connectionOf(socket: Socket): Connection {
  let cause: Error | undefined;
  socket.on('error', error => {
    cause = error;
  });
  return {
    write: bytes => {
      socket.write(bytes);
    },
    onData: listener => {
      socket.on('data', listener);
    },
    onClose: listener => {
      socket.once('close', () => listener(cause));
    },
    close: () => {
      socket.destroy();
    },
  };
}
