/** Changes the members of an ensemble by a reconfiguration, as its super user.
 *  Source: ZooKeeper Dynamic Reconfiguration (https://zookeeper.apache.org/doc/current/zookeeperReconfig.html). */
import type { ClientPlace, MemberAnswer, MemberChange } from '../contract.ts';
import type { Session } from '../zookeeper/session.ts';
import { sessionAt } from './session.ts';

/** Source: ZooDefs.CONFIG_NODE. */
export const CONFIG = '/zookeeper/config';
/** The user and the password that servers start with where an ensemble may be reconfigured. */
export const SUPER_USER = 'super:zoobreak';

/** Returns the line of a member that is looked for, nothing else of one that leaves or joins, or why not.
 *  A member that left already may leave, and one that is there may join. */
export async function changeMembers(
  place: ClientPlace,
  change: MemberChange,
  signal: AbortSignal,
): Promise<MemberAnswer> {
  const session = sessionAt(place);
  try {
    if (change.kind === 'look') return await lineOf(change.id, session, signal);
    const told = await session.addAuth('digest', new TextEncoder().encode(SUPER_USER), signal);
    if (!told.ok) return { why: `the super user: ${told.error.name}` };
    const wanted =
      change.kind === 'join' ? { joining: change.line } : { leaving: String(change.id) };
    const reply = await session.reconfig(wanted, signal);
    return reply.ok ? { line: '' } : { why: `reconfig: ${reply.error.name}` };
  } finally {
    await session.close(signal);
  }
}

/** The configuration has a line for each: `server.1=10.0.0.1:2888:3888:participant;0.0.0.0:2181`. */
async function lineOf(
  id: number,
  session: Pick<Session, 'getData'>,
  signal: AbortSignal,
): Promise<MemberAnswer> {
  const now = await session.getData(CONFIG, {}, signal);
  if (!now.ok) return { why: `${CONFIG}: ${now.error.name}` };
  const lines = new TextDecoder().decode(now.value.data).split('\n');
  const line = lines.find(each => each.startsWith(`server.${id}=`));
  return line === undefined ? { why: `server ${id} is no member` } : { line };
}
