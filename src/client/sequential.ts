/** Sequential znodes: their order, and creating one although the reply may be lost. */
import type { CreateOptions } from '../zookeeper/create.ts';
import type { Reply } from '../zookeeper/outcome.ts';
import type { Session } from '../zookeeper/session.ts';
import { strongly } from './reads.ts';

/** ZooKeeper appends ten digits, negative ones included. */
const DIGITS = 10;

/** A sequential znode that somebody created. */
export interface Own {
  /** Without its parent's path. */
  readonly name: string;
  readonly sequence: number;
  readonly czxid: bigint;
}

export type SequentialSession = Pick<
  Session,
  'create' | 'exists' | 'getChildren' | 'setData' | 'sync'
>;

export interface Sequential {
  readonly session: SequentialSession;
  readonly parent: string;
  /** Starts the name, and is nobody else's. */
  readonly id: string;
  readonly mode: Extract<CreateOptions['mode'], `${string}-sequential`>;
  readonly data: Uint8Array;
  /** Tries again where the reply is lost, instead of looking for what it may have made. */
  readonly naive?: boolean;
}

/** The number at the end of a name. */
export function sequenceOf(name: string): number {
  return Number(name.slice(-DIGITS));
}

/** Names by their numbers. */
export function inOrder(names: readonly string[]): readonly string[] {
  return names.toSorted((a, b) => sequenceOf(a) - sequenceOf(b));
}

/** Creates it once. When the reply is lost, the name is looked for by the same session, after a write
 *  of that session, so that a create which was still on its way is seen or never will be. In doubt
 *  only where there is no answer to that either. */
export async function createSequential(
  wanted: Sequential,
  signal: AbortSignal,
): Promise<Reply<Own>> {
  const { session, parent, id, mode, data } = wanted;
  const created = await session.create(`${parent}/${id}-`, data, { mode }, signal);
  if (created.ok) {
    const name = created.value.path.slice(parent.length + 1);
    return { ...created, value: { name, sequence: sequenceOf(name), czxid: created.zxid } };
  }
  if (!created.left || created.error.definite) return created;
  if (wanted.naive === true && !signal.aborted) return createSequential(wanted, signal);
  const found = await find(wanted, signal);
  if (found === 'in doubt') return created;
  return found ?? { ...created, error: { ...created.error, definite: true } };
}

/** Undefined when it is certainly not there. */
async function find(
  { session, parent, id }: Sequential,
  signal: AbortSignal,
): Promise<Reply<Own> | undefined | 'in doubt'> {
  const reader = { session, reads: 'quorum', side: parent } as const;
  const names = await strongly(reader, () => session.getChildren(parent, {}, signal), signal);
  if (!names.ok) return 'in doubt';
  const name = names.value.find(each => each.startsWith(`${id}-`));
  if (name === undefined) return undefined;
  const stat = await session.exists(`${parent}/${name}`, {}, signal);
  if (!stat.ok || stat.value === undefined) return 'in doubt';
  return { ...stat, value: { name, sequence: sequenceOf(name), czxid: stat.value.czxid } };
}
