/** The strengths of reads. Both requests of a read leave at once: a server answers a session in order.
 *   local   the server's own copy
 *   sync    after a sync: the server has caught up with the leader that it knows. No quorum is asked
 *           whether that is still the leader (ZOOKEEPER-1675)
 *   quorum  after a write of the same session. The write is answered only when its server has
 *           applied it, and with it everything that was committed before; so the read sees every
 *           write that was acknowledged before its invocation, and is linearizable */
import type { ReadStrength } from '../contract.ts';
import type { Reply } from '../zookeeper/outcome.ts';
import type { Session } from '../zookeeper/session.ts';

export interface Reader {
  readonly session: Pick<Session, 'setData' | 'sync'>;
  readonly reads: ReadStrength;
  /** A znode that holds nothing, for sync and for the write. */
  readonly side: string;
}

const NOTHING = new Uint8Array();

/** Returns the reply to `read`, at the requested strength; or the error that prevented that strength. */
export async function strongly<T>(
  { session, reads, side }: Reader,
  read: () => Promise<Reply<T>>,
  signal: AbortSignal,
): Promise<Reply<T>> {
  switch (reads) {
    case 'local':
      return read();
    case 'sync':
      return after(session.sync(side, signal), read());
    case 'quorum':
      return after(session.setData(side, NOTHING, -1, signal), read());
  }
}

async function after<T>(
  barrier: Promise<Reply<unknown>>,
  read: Promise<Reply<T>>,
): Promise<Reply<T>> {
  const [passed, reply] = await Promise.all([barrier, read]);
  return passed.ok ? reply : passed;
}
