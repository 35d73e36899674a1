/** A client's end of a connection to a model server, as the client library wants it. */
import type { Connection, NodeName } from '../../contract.ts';
import { dial } from './dial.ts';
import type { End, Party } from './stream.ts';
import type { Wiring } from './wiring.ts';

/** One for all: where it was made says nothing, and finding that out takes longer than all else here. */

/** Rejects where nobody listens, or with the signal's reason. */
export function connectClient(
  wiring: Wiring,
  to: NodeName,
  signal: AbortSignal,
): Promise<Connection> {
  const address = { to, listeners: wiring.clientPorts };
  const end = dial<Uint8Array, Uint8Array>(wiring, 'client', clients(), address);
  const letGo = wiring.clock.hold();
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      signal.removeEventListener('abort', abort);
      letGo();
    };
    const abort = (): void => {
      settle();
      end.close();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort);
    end.onClose = () => {
      settle();
      reject(new Error(`connect ${to}: refused, no server process listens`));
    };
    end.onOpen = () => {
      settle();
      resolve(connectionOf(end));
    };
  });
}

/** All clients are one place outside the ensemble, which never pauses and never dies. */
function clients(): Party {
  return { peer: 'clients', outer: true, ends: new Set(), runs: callback => callback };
}

function connectionOf(end: End<Uint8Array, Uint8Array>): Connection {
  return {
    write: bytes => end.send(bytes),
    onData(listener) {
      end.onMessage = listener;
    },
    onClose(listener) {
      end.onClose = () => listener();
    },
    close: () => end.close(),
  };
}
