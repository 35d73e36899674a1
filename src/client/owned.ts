/** Creating a znode that many want: whose it is stands in its data. */
import type { Reply } from '../zookeeper/outcome.ts';
import type { Session } from '../zookeeper/session.ts';
import { strongly } from './reads.ts';

interface Wanted {
  readonly session: Pick<Session, 'create' | 'getData' | 'setData' | 'sync'>;
  readonly path: string;
  /** Nobody else's, and of one try only. */
  readonly id: string;
  readonly mode: 'persistent' | 'ephemeral';
  /** A znode that holds nothing, for the write before a strong read. */
  readonly side: string;
  /** Tries again where the reply is lost, and takes its own znode for another's. */
  readonly naive?: boolean;
}

/** The reply that showed that it is ours, with its czxid, or why it is not (NONODE: it was never
 *  created); `taken`: another's. */
type Owned = Reply<bigint> | 'taken';

/** Creates it once. When the reply is lost, the same session reads whose it is, after a write of that
 *  session, so that a create which was still on its way is seen or never will be. In doubt only where
 *  there is no answer to that either. */
export async function createOwned(wanted: Wanted, signal: AbortSignal): Promise<Owned> {
  const { session, path, id, mode } = wanted;
  const created = await session.create(path, new TextEncoder().encode(id), { mode }, signal);
  if (created.ok) return { ...created, value: created.zxid };
  if (created.error.name === 'NODEEXISTS') return 'taken';
  if (!created.left || created.error.definite) return created;
  if (wanted.naive === true && !signal.aborted) return createOwned(wanted, signal);
  return (await settle(wanted, signal)) ?? created;
}

/** Undefined when nobody can tell. */
async function settle(wanted: Wanted, signal: AbortSignal): Promise<Owned | undefined> {
  const { session, path, id, side } = wanted;
  const reader = { session, reads: 'quorum', side } as const;
  const found = await strongly(reader, () => session.getData(path, {}, signal), signal);
  if (!found.ok) return found.error.name === 'NONODE' ? found : undefined;
  const { data, stat } = found.value;
  return new TextDecoder().decode(data) === id ? { ...found, value: stat.czxid } : 'taken';
}
