/** Places what no reply carries: at the zxid that a stat or an event mentions, or in a gap of zxids where a
 * reply demands it. Where several explanations fit, the choice is remembered, so that another one can be
 * tried if a later reply contradicts the first. */
import {
  apply,
  type Candidate,
  candidatesAt,
  candidatesBelow,
  type Doubt,
  ownPaths,
} from './doubt.ts';
import { anyone } from './model/acl.ts';
import { type Change, type Context, revert } from './model/context.ts';
import { parentOf } from './model/paths.ts';
import { cversionOf } from './model/znode.ts';
import type { Operation } from './operations.ts';
import type { State } from './state.ts';
import type { Hidden, Mention } from './timeline.ts';
import { dataLength } from './trace.ts';
import { counterOf } from './zxid.ts';

/** A candidate, and where it happened: `exact` if a reply or an event names the zxid. */
interface Placement {
  readonly candidate: Candidate;
  readonly at: number | 'gap';
  /** Other plans explain as much. */
  readonly isAmbiguous?: boolean;
}
type Plan = readonly Placement[];

/** Tests whether a plan, which is applied, explains what is to be explained. */
type Explains = (changes: readonly Change[]) => boolean;

/** Tries to explain a hidden transaction; returns the candidate that explains every mention. */
export function placeHidden(state: State, doubt: Doubt, hidden: Hidden): Candidate | undefined {
  const { zxid, mentions } = hidden;
  const paths = mentions.flatMap(({ path, kind }) =>
    kind === 'created' || kind === 'deleted' ? [path, parentOf(path)] : [path],
  );
  const candidates = candidatesAt(state, doubt, [...new Set(paths)], zxid);
  const explains: Explains = changes =>
    mentions.every(mention => holds(state, mention, { zxid, changes }));
  const plan =
    choose(state, hiddenPlans(state, candidates, zxid), explains) ??
    choose(state, repeated(state, paths, zxid), explains);
  if (plan !== undefined) carryOut(state, doubt, plan);
  return plan?.at(-1)?.candidate;
}

/** Each candidate at the zxid, then each after another one in a gap before it. */
function* hiddenPlans(
  state: State,
  candidates: readonly Candidate[],
  zxid: number,
): Iterable<Plan> {
  for (const candidate of candidates) yield [{ candidate, at: zxid }];
  for (const { candidate: first } of pairs(candidates)) {
    for (const candidate of few(candidates)) {
      if (candidate !== first)
        yield [
          { candidate: first, at: 'gap' },
          { candidate, at: zxid },
        ];
    }
    const close = closeAfter(state, first);
    if (close !== undefined)
      yield [
        { candidate: first, at: 'gap' },
        { candidate: close, at: zxid },
      ];
  }
}

/** Acknowledged writes that may have been applied a second time. */
function repeated(state: State, paths: readonly string[], zxid: number): readonly Plan[] {
  const operations = new Set<Operation>();
  for (const path of paths) {
    const operation = state.authors.get(path)?.operation;
    if (operation?.reply) operations.add(operation);
  }
  return [...operations].map(operation => [
    { candidate: { kind: 'request', operation, again: true }, at: zxid },
  ]);
}

/** Tries to explain a reply by what may have happened in gaps of zxids before it. */
export function repair(
  state: State,
  doubt: Doubt,
  paths: readonly string[],
  explains: Explains,
): boolean {
  return repairBy(state, doubt, candidatesAt(state, doubt, paths, state.zxid), explains);
}

/** Tries to explain a number of znodes below a path. */
export function repairCount(state: State, doubt: Doubt, path: string, explains: Explains): boolean {
  return repairBy(state, doubt, candidatesBelow(state, doubt, path, state.zxid), explains);
}

function repairBy(
  state: State,
  doubt: Doubt,
  candidates: readonly Candidate[],
  explains: Explains,
): boolean {
  const plan = choose(state, gapPlans(state, candidates), explains);
  if (plan !== undefined) carryOut(state, doubt, plan);
  return plan !== undefined;
}

const PAIRED = 16;
const few = (candidates: readonly Candidate[]): readonly Candidate[] => candidates.slice(0, PAIRED);
const pairs = (candidates: readonly Candidate[]): readonly { readonly candidate: Candidate }[] =>
  few(candidates).map(candidate => ({ candidate }));

/** Each candidate alone, an ephemeral with the end of its session, then pairs, in both orders. */
function* gapPlans(state: State, candidates: readonly Candidate[]): Iterable<Plan> {
  for (const candidate of candidates) yield [{ candidate, at: 'gap' }];
  for (const candidate of candidates) {
    const close = closeAfter(state, candidate);
    if (close)
      yield [
        { candidate, at: 'gap' },
        { candidate: close, at: 'gap' },
      ];
  }
  for (const { candidate: first } of pairs(candidates)) {
    for (const candidate of few(candidates)) {
      if (candidate !== first)
        yield [
          { candidate: first, at: 'gap' },
          { candidate, at: 'gap' },
        ];
    }
  }
}

/** A request that creates ephemerals may be undone by the end of its session. */
function closeAfter(state: State, candidate: Candidate): Candidate | undefined {
  if (candidate.kind !== 'request') return undefined;
  const { request, connection } = candidate.operation;
  const { session } = connection;
  const parts = request.f === 'multi' ? request.parts : [request];
  const owns = parts.some(part => 'flags' in part && (part.flags === 1 || part.flags === 3));
  const mayEnd = session.closedAt === undefined && session.lastAlive < state.zxid;
  return owns && mayEnd ? { kind: 'close', session } : undefined;
}

const EXPLANATIONS = 6;

/** Returns the plan to take among the first ones that explain; undefined if none does. */
function choose(state: State, plans: Iterable<Plan>, explains: Explains): Plan | undefined {
  const found: Plan[] = [];
  for (const plan of plans) {
    if (state.searchesLeft-- <= 0) break;
    const contexts = tryPlan(state, plan);
    if (contexts.length === plan.length && explains(contexts.flatMap(({ changes }) => changes))) {
      found.push(contexts.map(({ zxid }, at) => ({ ...place(plan, at), at: zxid })));
    }
    for (const context of contexts.reverse()) revert(context);
    if (found.length === EXPLANATIONS) break;
  }
  const plan = found[state.choices.pick(found.length, state.zxid)];
  return plan && found.length > 1 ? plan.map(one => ({ ...one, isAmbiguous: true })) : plan;
}

function place(plan: Plan, at: number): Placement {
  const placement = plan[at];
  if (placement === undefined) throw new RangeError(`a plan: found no placement ${at}`);
  return placement;
}

/** Applies a plan as far as the state allows it; returns the contexts of what was applied. */
function tryPlan(state: State, plan: Plan): Context[] {
  const done: Context[] = [];
  for (const { candidate, at } of plan) {
    const zxid = at === 'gap' ? gapFor(state, candidate, done.at(-1)?.zxid) : at;
    if (zxid === undefined || zxid <= (done.at(-1)?.zxid ?? 0) || zxid >= endOf(candidate)) break;
    const context = contextOf(state, candidate, zxid);
    if (!apply(context, candidate)) break;
    done.push(context);
  }
  return done;
}

function contextOf(state: State, candidate: Candidate, zxid: number): Context {
  if (candidate.kind !== 'request') return state.context(anyone, 0n, zxid);
  const { who, connection } = candidate.operation;
  const context = state.context(who, connection.session.id, zxid);
  return { ...context, later: candidate.later ?? 0 };
}

/** Applies a plan for good. */
function carryOut(state: State, doubt: Doubt, plan: Plan): void {
  for (const { candidate, at, isAmbiguous } of plan) {
    if (at === 'gap') continue;
    const context = contextOf(state, candidate, at);
    if (!apply(context, candidate)) continue;
    if (isAmbiguous) for (const { path } of context.changes) state.ambiguous.add(path);
    accept(state, doubt, context, candidate);
  }
}

function accept(state: State, doubt: Doubt, context: Context, candidate: Candidate): void {
  const isExact = state.mentioned.has(context.zxid);
  state.placed.add(context.zxid);
  state.coverage.add(`placed ${candidate.kind}`);
  if (candidate.kind === 'request') {
    if (candidate.again !== true) doubt.use(candidate.operation);
    state.commit(context, { operation: candidate.operation }, isExact);
  } else if (candidate.kind === 'close') {
    candidate.session.closedAt = context.zxid;
    state.commit(context, { session: candidate.session }, isExact);
  } else state.commit(context, {}, isExact);
}

/** Tests whether the state right after the transaction is the one that was mentioned. */
function holds(
  { tree }: State,
  { kind, path, result }: Mention,
  { zxid, changes }: { readonly zxid: number; readonly changes: readonly Change[] },
): boolean {
  const node = tree.get(path);
  if (kind === 'deleted')
    return changes.some(one => one.type === 'NodeDeleted' && one.path === path);
  if (node === undefined) return false;
  const stat = result?.stat;
  switch (kind) {
    case 'created':
      return node.czxid === zxid && (stat === undefined || stat.ephemeralOwner === node.owner);
    case 'set':
      if (node.mzxid !== zxid) return false;
      if (stat === undefined) return true;
      if (stat.version !== node.version || stat.dataLength !== dataLength(node.data)) return false;
      return result?.data === undefined || (result.data ?? '') === (node.data ?? '');
    case 'children':
      if (node.pzxid !== zxid) return false;
      return (
        stat === undefined ||
        (stat.cversion === cversionOf(node) && stat.numChildren === node.children.size)
      );
  }
}

const SEARCHED = 100_000;

/** Returns a free zxid, up to the present one, at which the candidate may have happened: the first one for
 * a request, which is soon processed; the last one for an end, which takes a timeout. */
function gapFor(state: State, candidate: Candidate, after = 0): number | undefined {
  const floor = Math.max(after, floorOf(state, candidate));
  if (candidate.kind === 'close' && !candidate.early) return lastFree(state, floor);
  const last = Math.min(state.zxid, endOf(candidate) - 1);
  for (let zxid = floor + 1, left = SEARCHED; zxid <= last && left > 0; zxid++, left--) {
    if (isFree(state, zxid)) return zxid;
  }
  return undefined;
}

/** A request is over once its session has moved on or has ended. */
function endOf(candidate: Candidate): number {
  if (candidate.kind !== 'request') return Number.POSITIVE_INFINITY;
  const { until = Number.POSITIVE_INFINITY, connection } = candidate.operation;
  return Math.min(until, connection.session.closedAt ?? Number.POSITIVE_INFINITY);
}

function lastFree(state: State, floor: number): number | undefined {
  for (let zxid = state.zxid, left = SEARCHED; zxid > floor && left > 0; zxid--, left--) {
    if (counterOf(zxid) === 0) return endOfEpoch(state, floor);
    if (isFree(state, zxid)) return zxid;
  }
  return undefined;
}

function isFree({ taken, placed, mentioned }: State, zxid: number): boolean {
  return !taken.has(zxid) && !placed.has(zxid) && !mentioned.has(zxid);
}

/** An epoch that is over may have ended with any number of transactions that nobody saw. */
function endOfEpoch(state: State, floor: number): number {
  let zxid = Math.max(state.endOfLastEpoch, floor) + 1;
  while (state.placed.has(zxid)) zxid++;
  return zxid;
}

/** A candidate happened after everything that a reply showed of its znodes without it. */
function floorOf({ tree, observed }: State, candidate: Candidate): number {
  const shown = (paths: Iterable<string>): number =>
    Math.max(0, ...[...paths].map(path => observed.get(path) ?? 0));
  switch (candidate.kind) {
    case 'request':
      return Math.max(candidate.operation.seenBefore, shown(ownPaths(candidate.operation)));
    case 'close':
      return Math.max(candidate.session.lastAlive, shown(tree.ephemerals(candidate.session.id)));
    case 'remove':
      return shown([candidate.path]);
  }
}
