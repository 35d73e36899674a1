/** How the messages of a connection become bytes, and bytes messages. */
import { FrameSplitter } from '../../../zookeeper/frames.ts';

export interface Framing<Out, In> {
  encode(message: Out): Uint8Array;
  /** Returns what takes the bytes as they arrive, and throws a ProtocolError at those that do not fit. */
  decoder(onMessage: (message: In) => void): (bytes: Uint8Array) => void;
}

/** The framing of clients, whose bytes the server cuts into frames. */
export const asBytes: Framing<Uint8Array, Uint8Array> = {
  encode: bytes => bytes,
  decoder: onMessage => onMessage,
};

/** Messages between servers, a frame each. */
export function framed<Out, In>(
  toBytes: (message: Out) => Uint8Array,
  fromBytes: (frame: Uint8Array) => In,
): Framing<Out, In> {
  return {
    encode: message => withLength(toBytes(message)),
    decoder: onMessage => {
      const frames = new FrameSplitter(frame => onMessage(fromBytes(frame)));
      return bytes => frames.push(bytes);
    },
  };
}

function withLength(bytes: Uint8Array): Uint8Array {
  const length = Buffer.allocUnsafe(4);
  length.writeInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
