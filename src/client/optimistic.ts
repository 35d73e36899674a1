/** Transactions over several znodes: read them, then change them all in one multi that checks that
 *  none has changed since. ZooKeeper does all of a multi or nothing, at one moment. */
import type { ReadStrength } from '../contract.ts';
import type { MultiOp } from '../zookeeper/multi.ts';
import type { Reply } from '../zookeeper/outcome.ts';
import type { Session } from '../zookeeper/session.ts';
import { strongly } from './reads.ts';

/** What of a session is used: tests give another. */
export type OptimisticSession = Pick<
  Session,
  'create' | 'getData' | 'setData' | 'sync' | 'multi' | 'close'
>;

export interface Place {
  readonly session: OptimisticSession;
  readonly reads: ReadStrength;
  /** A znode that holds nothing, for strong reads. */
  readonly side: string;
  readonly signal: AbortSignal;
}

/** A znode as it was read. */
export interface Seen {
  readonly path: string;
  readonly version: number;
  readonly text: string;
}

/** The znodes, at least one, read one after the other. One that is not there is created with `initial`
 * first: nobody can tell the two apart. The first error, where there is one. */
export function readAll(
  paths: readonly string[],
  initial: string,
  place: Place,
): Promise<Reply<readonly Seen[]>> {
  const { session, reads, side, signal } = place;
  return strongly({ session, reads, side }, () => readEach(paths, initial, place), signal);
}

async function readEach(
  paths: readonly string[],
  initial: string,
  place: Place,
): Promise<Reply<readonly Seen[]>> {
  const replies = await Promise.all(paths.map(path => readOne(path, initial, place)));
  const seen: Seen[] = [];
  for (const reply of replies) {
    if (!reply.ok) return reply;
    seen.push(reply.value);
  }
  const last = replies.at(-1);
  if (last?.ok) return { ...last, value: seen };
  throw new TypeError('transaction: expected at least one znode, found none');
}

async function readOne(path: string, initial: string, place: Place): Promise<Reply<Seen>> {
  const { session, signal } = place;
  const reply = await session.getData(path, {}, signal);
  if (reply.ok) {
    const { data, stat } = reply.value;
    const text = new TextDecoder().decode(data);
    return { ...reply, value: { path, version: stat.version, text } };
  }
  if (reply.error.name !== 'NONODE') return reply;
  const created = await session.create(path, new TextEncoder().encode(initial), {}, signal);
  if (!created.ok && created.error.name !== 'NODEEXISTS') return created;
  return readOne(path, initial, place);
}

/** Writes the texts of some of the znodes seen, if none of those seen has changed since. */
export function commit(
  seen: readonly Seen[],
  texts: ReadonlyMap<string, string>,
  { session, signal }: Place,
): ReturnType<Session['multi']> {
  const parts = seen.map(({ path, version }): MultiOp => {
    const text = texts.get(path);
    if (text === undefined) return { op: 'check', path, version };
    return { op: 'setData', path, data: new TextEncoder().encode(text), version };
  });
  return session.multi(parts, signal);
}
