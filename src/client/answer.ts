/** Refusals as results: where a workload asks for what a server is to refuse. */
import type { Outcome } from '../contract.ts';
import type { Reply } from '../zookeeper/outcome.ts';

/** Returns ok with this value, whichever reply came. */
export function answered(reply: Reply<unknown>, value: unknown): Outcome {
  const { zxid, node, session } = reply;
  return {
    type: 'ok',
    value,
    ...(zxid !== undefined && { zxid }),
    ...(node !== undefined && { node }),
    ...(session !== undefined && { session }),
  };
}

/** Why the server refused; undefined where it did not, or did not answer. */
export function refusalOf(reply: Reply<unknown>): string | undefined {
  const refused = !reply.ok && reply.zxid !== undefined && reply.error.definite;
  return refused ? reply.error.name : undefined;
}
