/** The operations and events of a history: what clients asked, and what came of it. */
import type { FaultStamp } from './fault-stamp.ts';

/** A logical client is a number; the nemesis is the one process with a name. */
export type Process = number | 'nemesis';

/** `ok` happened, `fail` did not happen, `info` may have happened. */
export type CompletionType = 'ok' | 'fail' | 'info';
export type EventType = 'invoke' | CompletionType;

/** Names the object an operation acts on, where a history holds several independent ones. */
export type Key = string | number;

/** What a generator asks for: a function name, its argument, and the object it acts on. */
export interface Invocation {
  readonly f: string;
  readonly value: unknown;
  readonly key?: Key;
}

/** Why an operation failed or is in doubt: a name of ours or of the server, and a sentence. */
export interface OperationError {
  /** For example `BADVERSION`, `CONNECTIONLOSS`, `timeout`. */
  readonly name: string;
  readonly message?: string;
}

/** The name of an error in a history where a client or a nemesis threw, which is a bug of it. */
export const THREW = 'threw';

/** One line of history.jsonl. Events are ordered by `index`; an invocation and its completion share a process. */
export interface Event extends Invocation {
  readonly index: number;
  readonly type: EventType;
  readonly process: Process;
  /** Nanoseconds since the run's origin, monotonic. */
  readonly time: number;
  /** The node the client was connected to. */
  readonly node?: string;
  /** The zxid of the server's reply; a write's own zxid when it was acknowledged. */
  readonly zxid?: bigint;
  /** The ZooKeeper session that carried the operation. */
  readonly session?: bigint;
  readonly error?: OperationError;
  /** What the completion of a nemesis began or ended. */
  readonly fault?: FaultStamp;
}
