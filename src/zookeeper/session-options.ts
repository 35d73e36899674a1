/** What a session is opened with. */
import type { Clock } from '../clock.ts';
import type { ClientGate, ServerAddress } from '../contract.ts';
import type { Log } from '../log.ts';
import type { SessionEvent, WatchEvent } from './session-events.ts';
import type { TlsOptions } from './transport.ts';

export interface SessionOptions {
  /** In the order to try them. */
  readonly servers: readonly ServerAddress[];
  /** What to ask for; the server decides. */
  readonly sessionTimeoutMs: number;
  /** How long an operation may take, the wait for a connection included. */
  readonly operationTimeoutMs: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether a server without a quorum will do, for reads. Default: no. */
  readonly readOnly?: boolean;
  readonly tls?: TlsOptions;
  /** A session to take over, instead of a new one. Its servers decide whether the password is right. */
  readonly resume?: ResumedSession;
  /** What the session passes through: each of its connections is made there. */
  readonly gate?: ClientGate;
  /** Called in the order of arrival among the replies. */
  readonly onEvent?: (event: WatchEvent | SessionEvent) => void;
}

/** What a client shows of the session that it takes over. */
interface ResumedSession {
  readonly id: bigint;
  readonly password: Uint8Array;
  /** The largest zxid that the session has seen: a server that has not come so far refuses it. Default: 0, as
   *  the Java client has it. */
  readonly lastZxid?: bigint;
}
