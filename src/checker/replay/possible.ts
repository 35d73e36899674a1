/** What may have happened by a zxid, as far as later replies and the ends of sessions leave it open. */
import { createsEphemeral, deletesLast, ownPaths, writesOf } from './changed.ts';
import type { Doubt, Replaying } from './doubt.ts';
import type { Znode } from './model/znode.ts';
import type { Operation, Session } from './operations.ts';
import type { State } from './state.ts';

/** A request is out of the question once a reply shows its znodes without it after it was over. */
export function mayHaveHappened(
  { state, doubt }: Replaying,
  operation: Operation,
  zxid: number,
): boolean {
  if (!mayBeAt(doubt, operation, zxid)) return false;
  const end = doubt.endOf(operation);
  return ownPaths(operation).every(path => {
    const shownAt = state.observed.get(path) ?? 0;
    return shownAt < end || leavesNoTrace({ state, doubt }, operation, path);
  });
}

/** Tests whether the last reply that showed a path says nothing of a request: what it made had gone by then. */
export function leavesNoTrace(
  { state, doubt }: Replaying,
  operation: Operation,
  path: string,
): boolean {
  return (
    isGoneSince(operation, state.observed.get(path) ?? 0) ||
    deletesLast(operation, path) ||
    mayHaveComeAndGone({ state, doubt }, path)
  );
}

/** Tests whether a znode that was not shown may have been made and deleted by requests in doubt before. */
function mayHaveComeAndGone({ state, doubt }: Replaying, path: string): boolean {
  if (!state.absent.has(path)) return false;
  const parts = doubt
    .at(path)
    .flatMap(operation => writesOf(operation).filter(one => one.path === path));
  return parts.some(({ f }) => f === 'delete') && parts.some(part => 'flags' in part);
}

/** Tests whether what a request created had gone with its session before a reply showed the path. */
function isGoneSince(operation: Operation, shownAt: number): boolean {
  const { closedAt = Number.POSITIVE_INFINITY } = operation.connection.session;
  return closedAt <= shownAt && createsEphemeral(operation);
}

export function mayBeAt(doubt: Doubt, operation: Operation, zxid: number): boolean {
  const floor = doubt.floorOf(operation);
  return floor < zxid && floor + 1 < doubt.endOf(operation);
}

/** Returns the requests in doubt that may have changed the znode at a path or its list by now. */
export function possibleAt({ state, doubt }: Replaying, path: string): readonly Operation[] {
  return doubt
    .at(path)
    .filter(operation => mayHaveHappened({ state, doubt }, operation, state.zxid));
}

/** Clocks of servers differ, and a leader reads its own; also the time that a request is under way. */
const CLOCK_SLACK_NS = 1e9;

/** Servers remove containers that have lost their last child, and TTL znodes without children that nobody
 * has changed for their time. Source: ContainerManager.java. */
export function mayBeRemoved(replaying: Replaying, node: Znode, zxid: number): boolean {
  const { state } = replaying;
  const { life, creates } = node;
  if (!childrenOf(node).every(path => mayBeGone(replaying, path, zxid))) return false;
  if (node.unknown.includes('kind')) return true;
  if (life === 'persistent') return false;
  if (life === 'container') return creates > 0;
  return (
    state.clocks === 'disturbed' ||
    isExpired(state, node, { since: node.mzxid, nowNs: state.nowNs }) ||
    wasExpired(state, node)
  );
}

/** Tests whether the time of a TTL znode is over that was changed last at a zxid. */
function isExpired(
  { taken }: State,
  { ttlMs }: Znode,
  { since, nowNs }: { readonly since: number; readonly nowNs: number },
): boolean {
  const changed = taken.get(since)?.sent.time;
  if (changed === undefined || ttlMs === undefined) return true;
  return nowNs - changed >= ttlMs * 1e6 - CLOCK_SLACK_NS;
}

/** Tests whether the time of a TTL znode was over when its last change was in flight: the leader may have
 * requested the removal before, which does not contradict the change. Source: PrepRequestProcessor,
 * deleteContainer. */
function wasExpired(state: State, node: Znode): boolean {
  const answeredNs = state.taken.get(node.mzxid)?.reply?.time;
  if (answeredNs === undefined || state.nowNs - answeredNs > CLOCK_SLACK_NS) return false;
  return isExpired(state, node, { since: node.formerMzxid, nowNs: answeredNs });
}

/** Tests whether a child may be gone although no reply says so: a request in doubt, the end of its session, or the
 * servers may have removed it. */
function mayBeGone({ state, doubt }: Replaying, path: string, zxid: number): boolean {
  const node = state.tree.get(path);
  if (node === undefined) return true;
  const isDoubted = doubt
    .at(path)
    .some(operation => mayHaveHappened({ state, doubt }, operation, zxid));
  if (isDoubted) return true;
  if (node.life !== 'ephemeral') return mayBeRemoved({ state, doubt }, node, zxid);
  const session = state.sessions.get(node.owner);
  return session !== undefined && mayEnd(session, zxid);
}

/** A session that got a reply at a zxid was alive then. */
export function mayEnd(session: Session, zxid: number): boolean {
  return session.closedAt === undefined && session.lastAlive < zxid;
}

export function childrenOf(node: Znode | undefined): readonly string[] {
  if (node === undefined) return [];
  const prefix = node.path === '/' ? '' : node.path;
  return [...node.children].map(name => `${prefix}/${name}`);
}
