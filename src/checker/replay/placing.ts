/** Places what no reply carries: at the zxid that a stat or an event mentions, or in a gap of zxids where a
 * reply demands it. Where several explanations fit, the choice is remembered, so that another one can be
 * tried if a later reply contradicts the first. */
import { apply, contextOf } from './applying.ts';
import { type Candidate, candidatesAt, candidatesBelow } from './candidates.ts';
import { createsEphemeral } from './changed.ts';
import type { Doubt, Replaying } from './doubt.ts';
import { endOf, gapFor } from './gaps.ts';
import { type Change, type Context, revert } from './model/context.ts';
import { parentOf } from './model/paths.ts';
import { cversionOf, doubtParts, type Znode } from './model/znode.ts';
import type { Operation } from './operations.ts';
import { isLaterOfConnection, isMany, type Plans, plansOf, type Sequence } from './plans.ts';
import { ruledOutLast } from './ruled-out.ts';
import type { State } from './state.ts';
import { changeTold, type Hidden, type Mention } from './timeline.ts';
import { dataLength } from './trace.ts';
import { doubtDeletions } from './unsearched.ts';

/** A candidate, and the zxid at which it is taken to have happened. */
interface Placement {
  readonly candidate: Candidate;
  readonly at: number;
}

/** What is to be explained. */
interface Goal {
  /** The zxid of the last candidate; undefined if a gap will do. */
  readonly at?: number;
  /** Tests whether what is applied explains it. `last`: the changes of the last candidate. */
  explains(changes: readonly Change[], last: readonly Change[]): boolean;
}

/** Tries to explain a hidden transaction; returns the candidate that explains every mention. Where the search for one
 * was cut short, what an event tells is explained alone. */
export function placeHidden(state: State, doubt: Doubt, hidden: Hidden): Candidate | undefined {
  const { zxid, mentions } = hidden;
  const paths = mentions.flatMap(({ path, kind }) =>
    kind === 'created' || kind === 'deleted' ? [path, parentOf(path)] : [path],
  );
  const candidates = ruledOutLast(
    { state, doubt },
    candidatesAt(state, doubt, [...new Set(paths)], zxid),
    zxid,
  );
  const place = (all: Plans, some = mentions): Candidate | undefined =>
    explain(state, doubt, all, {
      at: zxid,
      explains: (_, last) => some.every(mention => holds(state, mention, { zxid, changes: last })),
    });
  const plans = (): Plans => plansOf({ state, doubt }, candidates);
  const found =
    place(plans()) ?? place({ stages: [repeated(state, paths)], isBounded: state.isSearchCut });
  const told = mentions.filter(({ kind }) => kind === 'deleted');
  if (found !== undefined || !state.isSearchCut || told.length === 0) return found;
  return place(plans(), told);
}

/** Acknowledged writes that may have been applied a second time. */
function repeated(state: State, paths: readonly string[]): readonly Sequence[] {
  const operations = new Set<Operation>();
  for (const path of paths) {
    const operation = state.authors.get(path)?.operation;
    if (operation?.reply) operations.add(operation);
  }
  return [...operations].map(operation => [{ kind: 'request', operation, again: true }]);
}

/** Tries to explain a reply by what may have happened in gaps of zxids before it. */
export function repair(
  state: State,
  doubt: Doubt,
  paths: readonly string[],
  explains: Goal['explains'],
): boolean {
  return repairBy({ state, doubt }, candidatesAt(state, doubt, paths, state.zxid), explains);
}

/** Tries to explain a number of znodes below a path. */
export function repairCount(
  state: State,
  doubt: Doubt,
  path: string,
  explains: Goal['explains'],
): boolean {
  return repairBy({ state, doubt }, candidatesBelow(state, doubt, path, state.zxid), explains);
}

function repairBy(
  { state, doubt }: Replaying,
  candidates: readonly Candidate[],
  explains: Goal['explains'],
): boolean {
  const likeliest = ruledOutLast({ state, doubt }, candidates, stateEnd(state));
  return explain(state, doubt, plansOf({ state, doubt }, likeliest), { explains }) !== undefined;
}

/** The zxid up to which the state is complete. */
const stateEnd = ({ isBeforeWrite, zxid }: State): number => (isBeforeWrite ? zxid - 1 : zxid);

const EXPLANATIONS = 6;
/** Sequences that are tried for one reply. */
const TRIED = 4000;

/** Takes one of the shortest sequences that explain and that no later reply contradicts, or else one that
 * explains; returns its last candidate. Notes whether sequences were left out, since there are too many. */
function explain(
  state: State,
  doubt: Doubt,
  { stages, isBounded }: Plans,
  goal: Goal,
): Candidate | undefined {
  const rest: (readonly Placement[])[] = [];
  let left = TRIED;
  state.isSearchCut = isBounded;
  for (const stage of stages) {
    const found: (readonly Placement[])[] = [];
    for (const sequence of stage) {
      if (found.length === EXPLANATIONS) break;
      if (left-- <= 0 || state.searchesLeft-- <= 0) {
        state.isSearchCut = true;
        break;
      }
      const { plan, isContradicted } = attemptShort({ state, doubt }, sequence, goal);
      if (plan !== undefined) (isContradicted ? rest : found).push(plan);
    }
    if (found.length > 0) return choose(state, doubt, found);
  }
  return choose(state, doubt, rest.slice(0, EXPLANATIONS));
}

interface Attempted {
  readonly plan?: readonly Placement[];
  readonly isContradicted?: boolean;
}

/** Leaves out of a long sequence, as long as a later reply contradicts it, what the goal does not need: it was perhaps
 * never processed. */
function attemptShort(replaying: Replaying, sequence: Sequence, goal: Goal): Attempted {
  let best = attempt(replaying, sequence, goal);
  if (best.plan === undefined || !isMany(sequence)) return best;
  let needed = sequence;
  for (const one of sequence.slice(0, -1).toReversed()) {
    if (best.isContradicted !== true) break;
    const rest = needed.filter(other => other !== one);
    if (rest.some(other => isLaterOfConnection(other, one))) continue;
    const shorter = attempt(replaying, rest, goal);
    if (shorter.plan === undefined) continue;
    best = shorter;
    needed = rest;
  }
  return best;
}

function attempt({ state, doubt }: Replaying, sequence: Sequence, goal: Goal): Attempted {
  const applied = tryOut({ state, doubt }, sequence, goal.at);
  const contexts = applied.map(({ context }) => context);
  const changes = contexts.flatMap(context => context.changes);
  let result: Attempted = {};
  if (
    applied.at(-1)?.candidate === sequence.at(-1) &&
    goal.explains(changes, contexts.at(-1)?.changes ?? [])
  ) {
    const plan = applied.map(({ candidate, context }) => ({ candidate, at: context.zxid }));
    const paths = new Set(changes.map(({ path }) => path));
    const upTo = goal.at ?? stateEnd(state);
    result = { plan, isContradicted: doubt.evidence.contradicts(state, doubt, paths, upTo) };
  }
  for (const context of contexts.reverse()) revert(context);
  return result;
}

interface Applied {
  readonly candidate: Candidate;
  readonly context: Context;
}

/** Applies a sequence as far as the state allows it, and returns what was applied. A long sequence has room for
 * requests that the state refuses. */
function tryOut(replaying: Replaying, sequence: Sequence, at: number | undefined): Applied[] {
  const done: Applied[] = [];
  const gaps = at === undefined ? sequence.length : sequence.length - 1;
  for (const [number, candidate] of sequence.entries()) {
    const after = done.at(-1)?.context.zxid ?? 0;
    const spare = Math.max(0, gaps - number - 1);
    const others = done.map(one => one.candidate);
    const zxid = number < gaps ? gapFor(replaying, candidate, { after, spare, others }) : at;
    if (zxid === undefined || zxid <= after || zxid >= endOf(replaying.doubt, candidate)) break;
    const context = contextOf(replaying.state, candidate, zxid);
    if (apply(context, candidate)) done.push({ candidate, context });
    else if (!isMany(sequence)) break;
  }
  return done;
}

/** Applies one of several plans for good. */
function choose(
  state: State,
  doubt: Doubt,
  plans: readonly (readonly Placement[])[],
): Candidate | undefined {
  const plan = plans[state.choices.pick(plans.length, state.zxid)] ?? [];
  for (const { candidate, at } of plan) {
    const context = contextOf(state, candidate, at);
    if (!apply(context, candidate)) continue;
    if (plans.length > 1 || isGuess(state, context, candidate))
      for (const { path } of context.changes) state.ambiguous.add(path);
    if (plans.length > 1) doubtList(state, candidate);
    accept(state, doubt, context, candidate);
  }
  return plan.at(-1)?.candidate;
}

/** Notes that another list may have been set in place of one that no change tells of. */
function doubtList({ tree }: State, candidate: Candidate): void {
  if (candidate.kind !== 'request' || candidate.operation.request.f !== 'setACL') return;
  const node = tree.get(candidate.operation.request.path);
  if (node !== undefined) doubtParts(node, ['acl']);
}

/** Tests whether an ephemeral is there by guess: the end of its session may find it, or not. */
function isGuess({ mentioned }: State, { zxid }: Context, candidate: Candidate): boolean {
  return (
    candidate.kind === 'request' && createsEphemeral(candidate.operation) && !mentioned.has(zxid)
  );
}

function accept(state: State, doubt: Doubt, context: Context, candidate: Candidate): void {
  const isExact = state.mentioned.has(context.zxid);
  state.placed.add(context.zxid);
  state.coverage.add(`placed ${candidate.kind}`);
  if (candidate.kind === 'request') {
    if (candidate.again !== true)
      doubt.use(candidate.operation, isExact ? { zxid: context.zxid } : { upTo: state.zxid });
    state.commit(context, { operation: candidate.operation }, isExact);
  } else if (candidate.kind === 'close') {
    candidate.session.closedAt = context.zxid;
    doubtDeletions({ state, doubt }, context.changes);
    state.commit(context, { session: candidate.session }, isExact);
  } else state.commit(context, {}, isExact);
}

/** Tests whether the transaction did what an event tells of it, which a multi may have undone again, or left the state
 * that a stat shows. */
function holds(
  { tree }: State,
  mention: Mention,
  { zxid, changes }: { readonly zxid: number; readonly changes: readonly Change[] },
): boolean {
  const { kind, path, result } = mention;
  const node = tree.get(path);
  if (result?.stat !== undefined) return node !== undefined && isShown(node, mention, zxid);
  if (kind === 'children') return node?.pzxid === zxid;
  return changes.some(one => changeTold[one.type] === kind && one.path === path);
}

/** Tests whether a znode is as the stat of a reply shows it, and the change is the one at `zxid`. */
function isShown(node: Znode, { kind, result }: Mention, zxid: number): boolean {
  const stat = result?.stat;
  const data = result?.data;
  switch (kind) {
    case 'created':
      return node.czxid === zxid && stat?.ephemeralOwner === node.owner;
    case 'set':
      if (node.mzxid !== zxid || stat?.version !== node.version) return false;
      if (stat.dataLength !== dataLength(node.data)) return false;
      return data === undefined || (data ?? '') === (node.data ?? '');
    case 'children':
      if (node.pzxid !== zxid || stat?.cversion !== cversionOf(node)) return false;
      return stat.numChildren === node.children.size;
    case 'deleted':
      return false;
  }
}
