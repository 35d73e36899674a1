/** What applies operations, and where it stands. */
import type { Clock } from '../clock.ts';
import type { Invocation, OperationError } from '../history/event.ts';
import type { Log } from '../log.ts';
import type { Random } from '../random.ts';
import type { Connection, NodeName, ServerAddress } from './address.ts';

/** What a client says became of an operation. A lost reply leaves a write `info`, a read `fail`. */
export type Outcome = OutcomeFacts &
  (
    | { readonly type: 'ok'; readonly value: unknown }
    | {
        readonly type: 'fail' | 'info';
        readonly error: OperationError;
        /** What it may have done, where the invocation does not say. Default: the invocation's value. */
        readonly value?: unknown;
      }
  );

export interface OutcomeFacts {
  readonly zxid?: bigint;
  readonly session?: bigint;
  readonly node?: string;
}

/** Applies operations of one process, one at a time. A client never retries a write automatically. */
export interface Client<I extends Invocation = Invocation> {
  /** Resolves with the outcome, also when the signal aborts (the operation's deadline); throws only for a
   * programmer's error. The signal may serve later operations too: what listens to it must stop listening. */
  invoke(invocation: I, signal: AbortSignal): Promise<Outcome>;
  /** Resolves once what the client holds is released. */
  close(): Promise<unknown>;
}

/** `connecting`: no server, operations wait; `read-only`: a server without a quorum; the last two are for good. */
export type SessionState = 'connecting' | 'connected' | 'read-only' | 'expired' | 'closed';

/** A session that a client has opened, as faults of clients reach it. */
export interface ClientSession {
  /** 0 before the first connection. */
  readonly id: bigint;
  readonly state: SessionState;
  /** The server it is connected to. */
  readonly node: NodeName | undefined;
  /** Negotiated session timeout in ms; the requested timeout until the first connection. */
  readonly timeoutMs: number;
  /** Drops the connection and continues the same session at `to`, even if that is none of its servers, or at
   * its next server. */
  move(to?: ServerAddress): void;
}

/** Stands between a client and its surroundings, so that faults can strike the client alone. */
export interface ClientGate {
  /** Called with each session that the client opens. */
  opened(session: ClientSession): void;
  /** Resolves or rejects as `dial` does, when and as the client may see it. */
  connect(dial: () => Promise<Connection>, visit: Visit): Promise<Connection>;
}

/** A session that calls on a server. */
export interface Visit {
  readonly session: ClientSession;
  readonly node: NodeName;
}

/** What a workload opens a client with. */
export interface ClientPlace {
  readonly process: number;
  /** Servers to use, in the order to try them: one when pinned, all when roaming. */
  readonly servers: readonly ServerAddress[];
  /** Every server of the ensemble, the process's own first: for what must be asked of each. */
  readonly everyServer: readonly ServerAddress[];
  readonly sessionTimeoutMs: number;
  readonly operationTimeoutMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** What its sessions pass through. Absent: nothing. */
  readonly gate?: ClientGate;
}
