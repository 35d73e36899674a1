/** The first exchange on a connection: zookeeper.jute, ConnectRequest and ConnectResponse. */
import { boolean, buffer, type Codec, int, long, record } from './codec.ts';

export interface ConnectRequest {
  readonly protocolVersion: number;
  /** A server that has not come this far refuses the client. */
  readonly lastZxidSeen: bigint;
  /** Milliseconds. */
  readonly timeOut: number;
  /** 0 asks for a new session. */
  readonly sessionId: bigint;
  readonly passwd: Uint8Array;
  /** Whether a server without a quorum will do. */
  readonly readOnly: boolean;
}
export const connectRequest: Codec<ConnectRequest> = record({
  protocolVersion: int,
  lastZxidSeen: long,
  timeOut: int,
  sessionId: long,
  passwd: buffer,
  readOnly: boolean,
});

export interface ConnectResponse {
  readonly protocolVersion: number;
  /** Milliseconds; 0 where the session has expired. */
  readonly timeOut: number;
  readonly sessionId: bigint;
  readonly passwd: Uint8Array;
  /** The server has no quorum: it answers reads only. */
  readonly readOnly: boolean;
}
const fields: Codec<Omit<ConnectResponse, 'readOnly'>> = record({
  protocolVersion: int,
  timeOut: int,
  sessionId: long,
  passwd: buffer,
});

/** Servers before 3.4 end the response before the read-only flag. */
export const connectResponse: Codec<ConnectResponse> = {
  write(to, value) {
    fields.write(to, value);
    to.boolean(value.readOnly);
  },
  read(from) {
    const response = fields.read(from);
    return { ...response, readOnly: from.left > 0 && from.boolean() };
  },
};
