/** What became of an operation, and what a history may say of it. */
import type { NodeName, Outcome, OutcomeFacts } from '../contract.ts';
import type { ZkError } from './errors.ts';
import type { MultiResult } from './multi.ts';

/** A server's answer, or the want of one. */
export type Reply<T> =
  | {
      readonly ok: true;
      readonly value: T;
      /** The reply's zxid: a write's own, or the last one that the server had applied when it read. */
      readonly zxid: bigint;
      readonly node: NodeName;
      readonly session: bigint;
    }
  | {
      readonly ok: false;
      readonly error: ZkError;
      /** Whether the request's bytes were handed to the connection of an established session. */
      readonly left: boolean;
      /** Where the server answered: servers number failed writes too. */
      readonly zxid?: bigint;
      readonly node?: NodeName;
      readonly session?: bigint;
      /** For a multi that the server refused: the result of each part. */
      readonly parts?: readonly MultiResult[];
    };

/** The outcome of an operation that was answered so; `value` is its value where it is ok.
 * A read that has no answer had no effect: it fails. A write that may have left is in doubt. */
export function outcomeOf(reply: Reply<unknown>, kind: 'read' | 'write', value: unknown): Outcome {
  if (reply.ok) {
    const { zxid, session, node } = reply;
    return { type: 'ok', value, zxid, session, node };
  }
  const harmless = kind === 'read' || !reply.left || reply.error.definite;
  const { name, message } = reply.error;
  return { type: harmless ? 'fail' : 'info', error: { name, message }, ...factsOf(reply) };
}

function factsOf({ zxid, session, node }: Reply<unknown>): OutcomeFacts {
  return {
    ...(zxid !== undefined && { zxid }),
    ...(session !== undefined && { session }),
    ...(node !== undefined && { node }),
  };
}
