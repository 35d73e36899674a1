/** What an object does when operations come one at a time: a sequential specification.
 *
 * A model is pure: equal states and operations give equal results, nothing is changed in place. */
import type { Operation } from '../history/history.ts';

/** An operation as a model sees it: `output` is known only when `type` is `ok`. */
export type Call = Pick<Operation, 'type' | 'f' | 'input' | 'output' | 'process'>;

export interface Model<S> {
  readonly name: string;
  readonly init: S;
  /** The state after the operation; undefined when it cannot happen in this state, or not with this
   * output. An operation that never returned (`info`) has any output.
   * @throws UnknownOperation for a function that the object does not have; HistoryError where a value is
   * not of the shape it must have. */
  step(state: S, op: Call): S | undefined;
  /** Equal for equal states only. Default: the state as JSON. */
  key?(state: S): string | number;
  /** The state for people, so that "the register was ..." is a sentence. Default: the state as JSON. */
  describeState?(state: S): string;
  /** An operation that returned, for people, so that "n1 ..." is a sentence: `returned version 20 (=2)`. Default:
   * `answered read with [20,2]`. */
  describeOperation?(op: Call): string;
  /** The whole state right after an operation that returned, where its output shows it. */
  stateAfter?(op: Call): S | undefined;
  /** Equal only for operations that do the same in every state. Default: function, input and output. */
  alike?(op: Call): string | number;
  /** The operation changes no state. What is not known to be a read may still change nothing. */
  isRead?(op: Call): boolean;
  /** The operation is possible in every state, and the state after it does not depend on the one before. */
  overwrites?(op: Call): boolean;
  /** The operation can happen neither in this state nor in any that may follow it. */
  isPast?(state: S, op: Call): boolean;
  /** The same object for a history of these operations alone: states that they do not tell apart may be one. */
  knowing?(operations: readonly Call[]): Model<S>;
  /** The part of the object that the operation is about, where parts do not depend on each other;
   * undefined for an operation on the whole. */
  partOf?(op: Call): unknown;
  /** The object is known to be one of these, for which there are methods that need no search. */
  readonly object?: KnownObject;
  /** The server's own count of writes after this one, where its output says it. */
  version?(op: Call): number | undefined;
  /** Operations of different processes differ even when all else is equal. */
  readonly knowsProcess?: boolean;
}

export type KnownObject =
  | 'register'
  | 'fifo-queue'
  | 'mutex'
  | 'owned-mutex'
  | 'reentrant-mutex'
  | 'fenced-mutex'
  | 'set'
  | 'counter'
  | 'unique-ids';

/** A history holds an operation that the model does not have. */
export class UnknownOperation extends Error {
  override readonly name = 'UnknownOperation';
  constructor(model: string, known: readonly string[], op: Call) {
    super(
      `${model}: expected ${known.join(', ')}, found operation ${op.f}; check with another model`,
    );
  }
}
