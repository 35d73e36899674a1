/** What may have happened without a reply that says so: requests in doubt, ends of sessions, and znodes that servers
 * remove. Candidates are looked up by the path that they change. */
import { createsEphemeral, isSequential, writesOf } from './changed.ts';
import type { Doubt, Replaying } from './doubt.ts';
import { lastCreations } from './model/numbering.ts';
import { parentOf } from './model/paths.ts';
import type { Operation, Session } from './operations.ts';
import { childrenOf, mayBeAt, mayBeRemoved, mayEnd, mayHaveHappened } from './possible.ts';
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
