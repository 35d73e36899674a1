/** What may have happened without a reply that says so: requests in doubt, ends of sessions, and znodes that servers
 * remove. Candidates are looked up by the path that they change. */
import {
  changesLists,
  createsEphemeral,
  deletesLast,
  isSequential,
  ownPaths,
  pathsWithin,
  writesOf,
} from './changed.ts';
import type { Doubt, Replaying } from './doubt.ts';
import { anyone } from './model/acl.ts';
import { type Change, type Context, revert } from './model/context.ts';
import { effectiveError, isWrite, write } from './model/multi.ts';
import { lastCreations } from './model/numbering.ts';
import { parentOf } from './model/paths.ts';
import { closeSession, removeZnode } from './model/writes.ts';
import { listAt, type Znode } from './model/znode.ts';
import type { Operation, Session } from './operations.ts';
import type { State } from './state.ts';

export type Candidate =
  | {
      readonly kind: 'request';
      readonly operation: Operation;
      /** It was acknowledged, and took effect a second time. */
      readonly again?: boolean;
      /** It happened after this zxid. */
      readonly after?: number;
      readonly isUnlikely?: boolean;
    }
  /** At the last zxid at which the session may have ended; if that is unlikely, at the first. */
  | { readonly kind: 'close'; readonly session: Session; readonly isUnlikely?: boolean }
  | { readonly kind: 'remove'; readonly path: string; readonly isUnlikely?: boolean };

const CHILDREN = 64;
/** Numbers that are tried for a sequential znode, beside the first possible one. */
const NUMBERS = 3;

/** Children that may have to go before their parent: more of them are hardly gone together. */
const OBSTACLES = 4;

/** Returns everything that may have changed one of the paths at `zxid`, or made way for what has. */
export function candidatesAt(
  state: State,
  doubt: Doubt,
  paths: readonly string[],
  zxid: number,
): readonly Candidate[] {
  const found = new Map<unknown, Candidate>();
  const obstacles = paths.flatMap(path => [
    ...doubt.at(path).flatMap(operation => obstaclesOf(state, operation)),
    ...childrenOf(state.tree.get(path)).flatMap(own => obstaclesToRemoval(state, own)),
  ]);
  for (const path of new Set([...paths, ...obstacles])) {
    for (const operation of doubt.at(path)) {
      if (!mayHaveHappened({ state, doubt }, operation, zxid)) continue;
      found.set(operation, { kind: 'request', operation });
      const { session } = operation.connection;
      if (createsEphemeral(operation) && mayEnd(session, zxid))
        found.set(session, { kind: 'close', session });
    }
    for (const candidate of ownEnds({ state, doubt }, path, zxid))
      found.set(subjectOf(candidate), candidate);
  }
  return [...found.values()].flatMap(candidate => variants(state, candidate));
}

/** Returns the znodes that keep a request from what it asks for: children of one that it deletes, and a parent that is not
 * there. */
function obstaclesOf({ tree }: State, operation: Operation): readonly string[] {
  return writesOf(operation).flatMap(part => {
    if (part.f === 'delete') {
      const children = childrenOf(tree.get(part.path));
      return children.length > OBSTACLES ? [] : children;
    }
    const parent = parentOf(part.path);
    return 'flags' in part && tree.get(parent) === undefined ? [parent] : [];
  });
}

/** Returns the children that keep the servers from removing a znode. */
function obstaclesToRemoval({ tree }: State, path: string): readonly string[] {
  const node = tree.get(path);
  const children = childrenOf(node);
  const isRemovable = node?.life === 'container' || node?.life === 'ttl';
  return isRemovable && children.length <= OBSTACLES ? children : [];
}

/** Returns what happens at most once: candidates of one subject are variants of each other. */
export function subjectOf(candidate: Candidate): unknown {
  if (candidate.kind === 'request') return candidate.operation;
  return candidate.kind === 'close' ? candidate.session : candidate.path;
}

/** What is discovered late may have happened before changes that the replay has passed already: a session may have
 * ended early, and a sequential znode may have got an earlier number. The likeliest variant comes first. */
function variants({ tree }: State, candidate: Candidate): readonly Candidate[] {
  if (candidate.kind === 'close') return [candidate, { ...candidate, isUnlikely: true }];
  if (candidate.kind !== 'request') return [candidate];
  const { seenBefore } = candidate.operation;
  const part = writesOf(candidate.operation).find(isSequential);
  const parent = part && tree.get(parentOf(part.path));
  const [last, ...rest] = parent
    ? lastCreations(parent, NUMBERS).filter(at => at > seenBefore)
    : [];
  if (last === undefined) return [candidate];
  const others = [...rest, seenBefore].map(after => ({ ...candidate, after, isUnlikely: true }));
  return [{ ...candidate, after: last }, ...others];
}

/** Returns everything that may have changed the number of znodes below a path at `zxid`. */
export function candidatesBelow(
  state: State,
  doubt: Doubt,
  path: string,
  zxid: number,
): readonly Candidate[] {
  const prefix = path === '/' ? path : `${path}/`;
  const requests = doubt.below(path).filter(operation => mayBeAt(doubt, operation, zxid));
  const sessions = [...state.sessions.values()].filter(
    session =>
      mayEnd(session, zxid) &&
      [...state.tree.ephemerals(session.id)].some(own => own.startsWith(prefix)),
  );
  return [
    ...requests.flatMap(operation => variants(state, { kind: 'request', operation })),
    ...sessions.map(session => ({ kind: 'close', session }) as const),
    ...removableBelow({ state, doubt }, path, zxid),
  ];
}

/** Znodes below a path that the servers may remove of their own accord. */
function* removableBelow(replaying: Replaying, path: string, zxid: number): Iterable<Candidate> {
  const { tree } = replaying.state;
  for (const own of childrenOf(tree.get(path))) {
    const found = tree.get(own);
    if (found === undefined) continue;
    if (found.life !== 'ephemeral' && mayBeRemoved(replaying, found, zxid))
      yield { kind: 'remove', path: own };
    yield* removableBelow(replaying, own, zxid);
  }
}

function childrenOf(node: Znode | undefined): readonly string[] {
  if (node === undefined) return [];
  const prefix = node.path === '/' ? '' : node.path;
  return [...node.children].map(name => `${prefix}/${name}`);
}

/** Returns the requests in doubt that may have changed the znode at a path or its list by now. */
function possibleAt({ state, doubt }: Replaying, path: string): readonly Operation[] {
  return doubt
    .at(path)
    .filter(operation => mayHaveHappened({ state, doubt }, operation, state.zxid));
}

/** A request is out of the question once a reply shows its znodes without it after it was over. */
function mayHaveHappened({ state, doubt }: Replaying, operation: Operation, zxid: number): boolean {
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

/** Tests whether what happened without a reply may have changed one of the paths in a way that no search finds: in
 * another way than the replay chose, with one request in the place of another, by an ephemeral that came and went with
 * its session, or by what has another effect in the present state than in an earlier one. */
export function mayExplain({ state, doubt }: Replaying, paths: readonly string[]): boolean {
  return paths.some(
    path =>
      state.ambiguous.has(path) ||
      isExchangeable({ state, doubt }, path) ||
      isOutlived({ state, doubt }, path) ||
      possibleAt({ state, doubt }, path).some(
        operation => createsEphemeral(operation) || isTooLate(state, operation),
      ),
  );
}

/** Tests whether a request in doubt may have made or deleted a znode of the list at a path that was made or deleted again
 * since: then the list has counted it, and the znode shows nothing of it. */
function isOutlived({ state, doubt }: Replaying, path: string): boolean {
  const { tree, deleted } = state;
  const turnedAt = (own: string): number => tree.get(own)?.czxid ?? deleted.get(own)?.zxid ?? 0;
  return doubt
    .at(path)
    .some(
      operation =>
        changesLists(operation) &&
        mayBeAt(doubt, operation, state.zxid) &&
        ownPaths(operation).some(
          own => parentOf(own) === path && turnedAt(own) >= doubt.endOf(operation),
        ),
    );
}

/** Tests whether a request in doubt may have happened in the place of one whose zxid the replay chose. */
function isExchangeable({ state, doubt }: Replaying, path: string): boolean {
  return doubt.isGuessedAt(path) && possibleAt({ state, doubt }, path).length > 0;
}

/** Tests whether a request in doubt may have replaced the list of a znode: who receives its events is open then. */
export function mayHaveOtherList(replaying: Replaying, path: string): boolean {
  return possibleAt(replaying, path).some(({ request }) => request.f === 'setACL');
}

/** Tests whether a request has another effect now than when it may have been processed: its znodes have changed since,
 * and the state refuses it now, or it makes or deletes znodes. */
function isTooLate(state: State, operation: Operation): boolean {
  const { who, connection, seenBefore } = operation;
  const isChanged = pathsWithin(operation).some(
    path =>
      Math.max(state.authors.get(path)?.zxid ?? 0, state.tree.get(path)?.aclZxid ?? 0) > seenBefore,
  );
  if (!isChanged) return false;
  if (changesLists(operation)) return true;
  const context = state.context(who, connection.session.id, state.zxid);
  const isRefused = !apply(context, { kind: 'request', operation });
  revert(context);
  return isRefused;
}

/** Notes which znodes that the end of a session deletes a request in doubt may have deleted before. Where events have no
 * zxids, one that may stay away could not be told from the next one. */
export function doubtDeletions({ state, doubt }: Replaying, changes: readonly Change[]): void {
  if (!state.features.eventZxids) return;
  for (const { type, path } of changes) {
    if (type !== 'NodeDeleted') continue;
    if (possibleAt({ state, doubt }, path).length > 0) state.ambiguous.add(path);
  }
}

/** Tests whether what a request created had gone with its session before a reply showed the path. */
function isGoneSince(operation: Operation, shownAt: number): boolean {
  const { closedAt = Number.POSITIVE_INFINITY } = operation.connection.session;
  return closedAt <= shownAt && createsEphemeral(operation);
}

function mayBeAt(doubt: Doubt, operation: Operation, zxid: number): boolean {
  const floor = doubt.floorOf(operation);
  return floor < zxid && floor + 1 < doubt.endOf(operation);
}

/** Ends of the znode or of its children without a request: with their session, or removed by the servers. */
function* ownEnds(replaying: Replaying, path: string, zxid: number): Iterable<Candidate> {
  const { tree, sessions } = replaying.state;
  const node = tree.get(path);
  if (node === undefined) return;
  for (const own of [path, ...childrenOf(node).slice(0, CHILDREN)]) {
    const found = tree.get(own);
    if (found?.life === 'ephemeral') {
      const session = sessions.get(found.owner);
      if (session && mayEnd(session, zxid)) yield { kind: 'close', session };
    } else if (found && mayBeRemoved(replaying, found, zxid)) yield { kind: 'remove', path: own };
  }
}

/** Clocks of servers differ, and a leader reads its own. */
const CLOCK_SLACK_NS = 1e9;

/** Servers remove containers that have lost their last child, and TTL znodes without children that nobody
 * has changed for their time. Source: ContainerManager.java. */
function mayBeRemoved(replaying: Replaying, node: Znode, zxid: number): boolean {
  const { state } = replaying;
  const { life, creates, ttlMs, mzxid } = node;
  if (!childrenOf(node).every(path => mayBeGone(replaying, path, zxid))) return false;
  if (node.unknown.includes('kind')) return true;
  if (life === 'persistent') return false;
  if (life === 'container') return creates > 0;
  const changed = state.taken.get(mzxid)?.sent.time;
  if (state.clocks === 'disturbed' || changed === undefined || ttlMs === undefined) return true;
  return state.nowNs - changed >= ttlMs * 1e6 - CLOCK_SLACK_NS;
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

/** Returns the context in which a candidate happens at a zxid. */
export function contextOf(state: State, candidate: Candidate, zxid: number): Context {
  if (candidate.kind !== 'request') return state.context(anyone, 0n, zxid);
  const { who, connection } = candidate.operation;
  const context = state.context(who, connection.session.id, zxid);
  return { ...context, listOf: node => listAt(node, zxid) };
}

/** Applies a candidate; false if the state does not allow it, and then nothing has changed. */
export function apply(context: Context, candidate: Candidate): boolean {
  const before = context.undo.length;
  switch (candidate.kind) {
    case 'close':
      closeSession(context, candidate.session.id);
      return true;
    case 'remove':
      if ((context.tree.get(candidate.path)?.children.size ?? 1) > 0) return false;
      removeZnode(context, candidate.path);
      return context.undo.length > before;
    case 'request':
      return applyRequest(context, candidate.operation);
  }
}

/** If the session has ended since, its end removes the ephemerals that the request creates. */
function applyRequest(context: Context, { request, connection }: Operation): boolean {
  if (!isWrite(request)) return false;
  const { err, result } = write(context, request);
  if (effectiveError(err, result) !== 0) {
    revert(context);
    return false;
  }
  const { id, closedAt } = connection.session;
  if (closedAt !== undefined) closeSession({ ...context, zxid: closedAt }, id);
  return true;
}
