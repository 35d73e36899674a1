/** A ZooKeeper session: kept alive over one server or a list of them, until it is closed or expires.
 * It sends each operation at most once: an operation that has left is never sent again. */
import type { ClientSession } from '../contract.ts';
import { type Operations, operations } from './operations.ts';
import type { Reply } from './outcome.ts';
import { SessionLife } from './session-life.ts';
import type { SessionOptions } from './session-options.ts';
import { connector } from './transport.ts';

export type { SessionOptions } from './session-options.ts';

export interface Session extends Operations, ClientSession {
  readonly password: Uint8Array;
  /** The largest zxid of a reply to an operation: a server that has not come so far refuses the session. */
  readonly lastZxid: bigint;
  /** Authenticates to the server, and again to each new server. */
  addAuth(scheme: string, credential: Uint8Array, signal?: AbortSignal): Promise<Reply<void>>;
  /** Leaves without a word: the server keeps the session until it expires, or somebody takes it over. */
  abandon(): void;
  /** Ends the session at the server, if one is connected; if none is, the server expires it in time. Resolves with
   * whether a server confirmed the end. */
  close(signal?: AbortSignal): Promise<boolean>;
}

/** Returns at once: the first operation waits for the connection, within its deadline. Throws a TypeError without servers. */
export function openSession(options: SessionOptions): Session {
  const life = new SessionLife({ ...options, connect: connector(options.tls) });
  options.gate?.opened(life);
  void life.begin();
  return Object.assign(life, operations(life.submit));
}
