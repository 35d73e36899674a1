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
  /** What the session passes through: each of its connections is made there. */
  readonly gate?: ClientGate;
  /** Called in the order of arrival among the replies. */
  readonly onEvent?: (event: WatchEvent | SessionEvent) => void;
}
