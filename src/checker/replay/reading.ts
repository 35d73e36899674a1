/** Holds the reply to a read against the state at its zxid. */
import { disturbedNs } from '../disturbed.ts';
import { seconds } from '../words.ts';
import { adoptAcl, adoptReply, adoptShown } from './adopt.ts';
import { report } from './classify.ts';
import { code, isEnvironmental } from './codes.ts';
import type { Difference } from './compare.ts';
import type { Replaying } from './doubt.ts';
import { type Attempt, attemptIn, isOpen } from './granting.ts';
import { anyone } from './model/acl.ts';
import type { Answer } from './model/multi.ts';
import { type ModelRead, read } from './model/reads.ts';
import type { Part } from './model/znode.ts';
import { indexOf, type Operation } from './operations.ts';
import { repair, repairCount } from './placing.ts';
import { eachShown, pathsOf } from './shown.ts';
import { isStaleAcl } from './stale-acl.ts';
import type { State } from './state.ts';
import type { ReplyRecord, TraceRequest, TraceResult } from './trace.ts';
import { mayExplain } from './unsearched.ts';
import { operationText } from './words.ts';
import { hex } from './zxid.ts';

export function stepRead(
  { state, doubt }: Replaying,
  operation: Operation,
  reply: ReplyRecord,
  request: ModelRead,
): void {
  if (isEnvironmental(reply.err)) {
    state.coverage.add('undecided error');
    return;
  }
  if (adoptOpaque(state, operation, reply.result)) {
    state.coverage.add('undecided znode');
    return;
  }
  const attempt = attemptRead(state, operation, reply, request);
  const { context, answer, differences: found } = attempt;
  if (found.length === 0) {
    if (context.grants) state.coverage.add('undecided acl');
    confirm(state, operation, answer, reply);
  } else if (isOpen(attempt)) state.coverage.add('undecided acl');
  else if (!repairRead({ state, doubt }, operation, reply, request)) {
    if (mayExplain({ state, doubt }, pathsOf(request, reply.result))) {
      state.coverage.add('undecided doubt');
      adoptReply(state.context(anyone, 0n, reply.zxid), request, reply);
    } else if (state.isSearchCut) {
      state.coverage.add('undecided search');
      adoptReply(state.context(anyone, 0n, reply.zxid), request, reply);
    } else reportRead(state, operation, found);
  }
}

function attemptRead(
  state: State,
  { who, connection }: Operation,
  reply: ReplyRecord,
  request: ModelRead,
): Attempt {
  const context = state.context(who, connection.session.id, reply.zxid);
  return attemptIn(context, reply, own => read(own, request));
}

/** Tries to explain a reply by what may have happened without a reply. */
function repairRead(
  { state, doubt }: Replaying,
  operation: Operation,
  reply: ReplyRecord,
  request: ModelRead,
): boolean {
  const attempt = (): Attempt => attemptRead(state, operation, reply, request);
  const explains = (): boolean => attempt().differences.length === 0;
  const isRepaired =
    (request.f === 'getAllChildrenNumber' && repairCount(state, doubt, request.path, explains)) ||
    repair(state, doubt, pathsOf(operation.request, reply.result), explains);
  if (isRepaired) confirm(state, operation, attempt().answer, reply);
  return isRepaired;
}

/** Statistics of quotas change without a transaction. */
function reportRead(state: State, operation: Operation, found: readonly Difference[]): void {
  const { request } = operation;
  const isStatistic = 'path' in request && request.path.endsWith('/zookeeper_stats');
  const rest = isStatistic
    ? found.filter(({ field }) => field !== 'data' && field !== 'dataLength')
    : found;
  if (rest.length < found.length) state.coverage.add('undecided quota');
  if (!isStaleAcl(state, operation, rest)) report(state, operation, rest);
}

/** A reply agrees with the state: what it shows is known from now on. */
function confirm(state: State, operation: Operation, answer: Answer, reply: ReplyRecord): void {
  const { request } = operation;
  if (!('path' in request) && !('parts' in request)) return;
  learnTimes(state, request, answer.result, reply.result);
  eachShown(request, reply.result ?? {}, (path, shown) => {
    const err = 'err' in shown ? shown.err : reply.err;
    if (shown.stat !== undefined) state.observe(path, reply.zxid, true);
    else if (err === code.noNode) state.observe(path, reply.zxid, false);
    const node = state.tree.get(path);
    if (node === undefined) return;
    if (state.taken.get(node.mzxid)?.request.f === 'multi') state.shownMultis.add(node.mzxid);
    if (node.life === 'ephemeral') checkOwner(state, operation, node);
  });
}

/** All replies show one time for one transaction: the first one that shows it teaches the model. */
export function learnTimes(
  state: State,
  request: TraceRequest,
  answer: TraceResult,
  found: TraceResult | undefined,
): void {
  if (found === undefined) return;
  const first = answer.stat ?? answer.parts?.find(({ stat }) => stat !== undefined)?.stat;
  if (first === undefined || !(Number.isNaN(first.ctime) || Number.isNaN(first.mtime))) {
    if (answer.parts === undefined) return;
  }
  eachShown(request, found, (path, { stat }) => {
    const node = state.tree.get(path);
    if (stat === undefined || node === undefined) return;
    if (node.czxid === stat.czxid) node.ctime.ms ??= stat.ctime;
    if (node.mzxid === stat.mzxid) node.mtime.ms ??= stat.mtime;
  });
}

/** Takes over what a reply shows of znodes that the model knows nothing about; false if there are none. Where only the
 * list is not certain, the rest of the reply is compared. */
function adoptOpaque(
  { tree, coverage }: State,
  { request }: Operation,
  result: TraceResult | undefined,
): boolean {
  let found = false;
  eachShown(request, result ?? {}, (path, shown) => {
    const node = tree.get(path);
    if (node === undefined) return;
    if (shown.acl !== undefined && node.unknown.includes('acl')) {
      coverage.add('undecided acl');
      adoptAcl(node, shown.acl);
    }
    if (!node.unknown.some(part => shows(shown, part))) return;
    found = true;
    if (result !== undefined) adoptShown(tree, node, shown);
  });
  return found;
}

function shows({ stat, data, children }: TraceResult, part: Part): boolean {
  const shown: Partial<Record<Part, unknown>> = { data, stat, children };
  return shown[part] !== undefined;
}

/** Nanoseconds that a session may stay after its end was certain, beside twice its timeout. */
const GRACE_NS = 10e9;

/** An ephemeral goes within a bound after its session expired or its client left, beside the time of faults. */
function checkOwner(
  state: State,
  operation: Operation,
  { owner, path }: { readonly owner: bigint; readonly path: string },
): void {
  const session = state.sessions.get(owner);
  if (session === undefined) return;
  const ended = Math.min(session.expiredAt ?? Number.POSITIVE_INFINITY, session.leftAt);
  const since = Math.max(ended, state.epochStart);
  const hindered = disturbedNs(state.disturbed, since, state.lastWriteSent);
  const bound = since + 2 * session.timeoutMs * 1e6 + GRACE_NS + hindered;
  if (state.lastWriteSent <= bound) return;
  state.findings.add({
    type: 'ghost-ephemeral',
    cause: `${path} ${hex(owner)}`,
    promised: 'an ephemeral is gone once its session has expired',
    seen: `${operationText(operation)} shows ${path} of session ${hex(owner)} (timeout ${session.timeoutMs} ms), which ended at ${seconds(ended)}, in a state later than ${seconds(bound)}`,
    operations: [indexOf(operation)],
  });
}
