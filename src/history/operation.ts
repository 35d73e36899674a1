/** Client operations. An operation is an invocation and, where there is one, its completion:
 *   ok    it happened, `output` is the completion's value
 *   fail  it did not happen
 *   info  it may have happened, at any time from its call to the end of the history; also when
 *         the history ends (or was cut) before the completion */
import type { CompletionType, Key, OperationError } from './event.ts';

/** One client operation. */
export interface Operation {
  /** Index of the invocation. */
  readonly index: number;
  /** Index of the completion; absent when there is none. */
  readonly completionIndex?: number;
  readonly process: number;
  readonly type: CompletionType;
  readonly f: string;
  readonly key?: Key;
  /** The invocation's value. */
  readonly input: unknown;
  /** The completion's value; undefined when there is no completion. */
  readonly output: unknown;
  readonly callNs: number;
  /** Infinity when it is `info`: it may take effect at any time after its call. */
  readonly returnNs: number;
  readonly node?: string;
  readonly zxid?: bigint;
  readonly session?: bigint;
  readonly error?: OperationError;
}

/** An operation without its values. */
export interface Outcome
  extends Pick<Operation, 'index' | 'process' | 'type' | 'f' | 'callNs' | 'returnNs'> {
  readonly completionIndex: number | undefined;
  /** When its completion was recorded, also of one that is `info`; undefined if it has none. */
  readonly completedNs: number | undefined;
  readonly node: string | undefined;
  readonly session: bigint | undefined;
  readonly zxid: bigint | undefined;
  readonly error: OperationError | undefined;
}
