/** One end of a connection, over a socket. */
import type { Socket } from 'node:net';
import { ProtocolError } from '../../../zookeeper/protocol-error.ts';
import type { End } from '../stream.ts';
import type { Framing } from './framing.ts';

/** A peer that breaks the protocol is hung up on. */
export function socketEnd<Out, In>(
  socket: Socket,
  { encode, decoder }: Framing<Out, In>,
): End<Out, In> {
  let isOpen = true;
  const end: End<Out, In> = {
    send: message => {
      if (isOpen) socket.write(encode(message));
    },
    close: () => {
      isOpen = false;
      if (socket.connecting) socket.destroy();
      else socket.destroySoon();
    },
    onOpen: () => {},
    onMessage: () => {},
    onClose: () => {},
  };
  const take = decoder(message => {
    if (isOpen) end.onMessage(message);
  });
  socket.setNoDelay(true);
  socket.on('connect', () => {
    if (isOpen) end.onOpen();
  });
  socket.on('data', bytes => {
    try {
      take(bytes);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      socket.destroy();
    }
  });
  // What broke it says nothing that its close does not.
  socket.on('error', () => {});
  socket.on('close', () => {
    if (isOpen) {
      isOpen = false;
      end.onClose();
    }
  });
  return end;
}
