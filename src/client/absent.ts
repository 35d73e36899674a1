/** A znode that is not there, where that is an answer. */
import type { Reply } from '../zookeeper/outcome.ts';

/** The reply with this value where the server said NONODE; undefined where it said anything else. */
export function absentAs<T>(reply: Reply<unknown>, value: T): Reply<T> | undefined {
  if (reply.ok || reply.error.name !== 'NONODE') return undefined;
  const { zxid, node, session } = reply;
  if (zxid === undefined || node === undefined || session === undefined) return undefined;
  return { ok: true, value, zxid, node, session };
}
