/** One step of the replay for each operation, in the order of zxids. */
import { adoptReply, adoptShown, adoptWrite } from './adopt.ts';
import { report } from './classify.ts';
import { code, codeName, isEnvironmental } from './codes.ts';
import { type Difference, differences } from './compare.ts';
import type { Doubt } from './doubt.ts';
import { matchEvents } from './events.ts';
import { anyone } from './model/acl.ts';
import { type Context, revert } from './model/context.ts';
import { type Answer, effectiveError, isWrite, type WriteRequest, write } from './model/multi.ts';
import { parentOf } from './model/paths.ts';
import { type ModelRead, read } from './model/reads.ts';
import { closeSession } from './model/writes.ts';
import { indexOf, type Operation } from './operations.ts';
import { isAcknowledged } from './pairing.ts';
import { repair, repairCount } from './placing.ts';
import { eachShown } from './shown.ts';
import type { State, Watcher } from './state.ts';
import type { ReplyRecord, TraceRequest, TraceResult } from './trace.ts';
import { aboutWatches, register, setWatches } from './watching.ts';
import { operationText, seconds } from './words.ts';
import { hex } from './zxid.ts';

export interface Replaying {
  readonly state: State;
  readonly doubt: Doubt;
}

export function step(replaying: Replaying, operation: Operation, reply: ReplyRecord): void {
  const { state, doubt } = replaying;
  const watcher = state.watcherOf(operation.connection);
  state.advance(reply.zxid);
  state.coverage.add(`${operation.request.f} ${codeName(effectiveError(reply.err, reply.result))}`);
  checkAlive(state, operation, reply);
  if (isWrite(operation.request)) stepWrite(replaying, operation, reply, operation.request);
  else if (operation.request.f === 'closeSession') stepClose(state, operation, reply);
  if (operation.request.f.startsWith('setWatches')) stepSetWatches(state, watcher, operation);
  if (!operation.isBackwards) matchEvents(state, doubt, watcher, operation.eventsBefore);
  watcher.who = operation.who;
  if (!isWrite(operation.request)) stepOther(replaying, operation, reply, watcher);
  watcher.repliesLeft--;
}

/** A session that is closed is answered nothing but refusals. */
function checkAlive(state: State, operation: Operation, reply: ReplyRecord): void {
  const { session } = operation.connection;
  const isDead = session.closedAt !== undefined && session.closedAt < reply.zxid;
  if (!isDead || reply.err !== code.ok || operation.request.f === 'ping') return;
  state.findings.add({
    type: 'dead-session',
    cause: hex(session.id),
    promised: 'no request of a session succeeds after the session was closed',
    seen: `${operationText(operation)} succeeded in session ${hex(session.id)}, which was closed at ${hex(session.closedAt ?? 0)}`,
    operations: [session.closedBy && indexOf(session.closedBy), indexOf(operation)],
  });
}

function stepClose(state: State, operation: Operation, reply: ReplyRecord): void {
  if (reply.err !== code.ok) return;
  const { session } = operation.connection;
  const context = state.context(anyone, session.id, reply.zxid);
  closeSession(context, session.id);
  session.closedAt = reply.zxid;
  session.closedBy = operation;
  state.commit(context, { operation, session });
}

function stepSetWatches(state: State, watcher: Watcher, { request, reply }: Operation): void {
  if (reply?.err !== code.ok) return;
  if (request.f === 'setWatches' || request.f === 'setWatches2')
    setWatches(state, watcher, request);
}

/** Applies a write, and holds its reply against what the model answers. */
function stepWrite(
  { state, doubt }: Replaying,
  operation: Operation,
  reply: ReplyRecord,
  request: WriteRequest,
): void {
  if (isEnvironmental(reply.err)) {
    state.coverage.add('undecided error');
    return;
  }
  if (state.taken.get(reply.zxid) !== operation) {
    state.coverage.add('undecided zxid');
    return;
  }
  const attempt = (): Attempt => attemptWrite(state, operation, reply, request);
  let found = attempt();
  if (found.differences.length > 0) {
    revert(found.context);
    let retried: Attempt | undefined;
    repair(state, doubt, pathsOf(request, reply.result), () => {
      const again = attempt();
      revert(again.context);
      if (again.differences.length > 0) return false;
      retried = again;
      return true;
    });
    if (retried !== undefined) found = attempt();
  }
  settleWrite({ state, doubt }, operation, found, request);
}

interface Attempt {
  readonly context: Context;
  readonly answer: Answer;
  readonly differences: readonly Difference[];
}

function attemptWrite(
  state: State,
  { who, connection }: Operation,
  reply: ReplyRecord,
  request: WriteRequest,
): Attempt {
  const context = state.context(who, connection.session.id, reply.zxid);
  const answer = write(context, request);
  return { context, answer, differences: differences(answer, reply) };
}

function settleWrite(
  { state, doubt }: Replaying,
  operation: Operation,
  { context, answer, differences: found }: Attempt,
  request: WriteRequest,
): void {
  const { reply } = operation;
  if (reply === undefined) return;
  const succeeded = effectiveError(reply.err, reply.result) === code.ok;
  if (found.length > 0) {
    judgeWrite({ state, doubt }, operation, context, found);
    if (succeeded) adoptWrite(context, request, reply.result ?? {});
  }
  if (!succeeded) return;
  learnTimes(state, request, answer.result, reply.result);
  state.lastWriteSent = Math.max(state.lastWriteSent, operation.sent.time);
  state.commit(context, { operation });
}

/** Reports a difference, unless it hangs on what the trace does not tell. */
function judgeWrite(
  { state, doubt }: Replaying,
  operation: Operation,
  context: Context,
  found: readonly Difference[],
): void {
  revert(context);
  const isQuota = found.some(({ found: err }) => err === code.quotaExceeded);
  if (context.unsure) state.coverage.add('undecided acl');
  else if (isQuota && state.features.enforceQuota) state.coverage.add('undecided quota');
  else if (isStaleAcl(state, operation)) return;
  else if (doubt.mayExplain(state, pathsOf(operation.request, operation.reply?.result))) {
    state.coverage.add('undecided doubt');
  } else report(state, operation, found);
}

/** The leader judges a write by the list from before a setACL that it has proposed and not yet applied:
 * a known race. After the setACL was acknowledged, it is an anomaly of its own. */
function isStaleAcl(state: State, operation: Operation): boolean {
  const { request, reply, who, connection } = operation;
  if (reply === undefined || !isWrite(request)) return false;
  const fresh = state.context(who, connection.session.id, reply.zxid);
  const context: Context = { ...fresh, formerAcls: true };
  const explained = differences(write(context, request), reply).length === 0;
  revert(context);
  if (!explained) return false;
  if (isLate(state, request, operation)) reportStaleAcl(state, operation);
  else state.coverage.add('undecided acl race');
  return true;
}

/** Tests whether the setACL was acknowledged before the write was sent. */
function isLate(state: State, request: WriteRequest, { sent }: Operation): boolean {
  return pathsOf(request, undefined).some(path => {
    const zxid = state.tree.get(path)?.aclZxid ?? 0;
    const setAcl = state.taken.get(zxid);
    return setAcl?.request.f === 'setACL' && (setAcl.reply?.time ?? sent.time) < sent.time;
  });
}

function reportStaleAcl(state: State, operation: Operation): void {
  state.findings.add({
    type: isAcknowledged(operation) ? 'late-revocation' : 'late-grant',
    cause: 'a list that was replaced',
    promised: 'a request is judged by the ACL of the state at its zxid',
    seen: `${operationText(operation)} was judged by the list from before the last setACL, which was acknowledged before the request was sent`,
    operations: [indexOf(operation)],
  });
}

/** Returns the paths whose history may explain a difference. */
function pathsOf(request: TraceRequest, result: TraceResult | undefined): readonly string[] {
  const parts = request.f === 'multi' || request.f === 'multiRead' ? request.parts : [request];
  const paths = parts.flatMap(part => ('path' in part ? [part.path, parentOf(part.path)] : []));
  return [...new Set(result?.path === undefined ? paths : [...paths, result.path])];
}

/** What needs the state but changes none of it. */
function stepOther(
  replaying: Replaying,
  operation: Operation,
  reply: ReplyRecord,
  watcher: Watcher,
): void {
  const { request } = operation;
  const { state } = replaying;
  switch (request.f) {
    case 'checkWatches':
    case 'removeWatches':
      stepWatches(state, operation, aboutWatches(state, watcher, request));
      return;
    case 'addWatch':
      register(state, watcher, operation);
      checkError(state, operation, code.ok);
      return;
    case 'exists':
    case 'getData':
    case 'getChildren':
    case 'getChildren2':
    case 'getACL':
    case 'getAllChildrenNumber':
    case 'getEphemerals':
    case 'sync':
    case 'whoAmI':
    case 'multiRead':
      stepRead(replaying, operation, reply, request);
      register(state, watcher, operation);
  }
}

/** Before 3.9, checkWatches finds the watches of any session. */
function stepWatches(state: State, operation: Operation, expected: number): void {
  if (operation.request.f === 'checkWatches' && state.features.watchModes === 'last') {
    state.coverage.add('undecided checkWatches');
    return;
  }
  checkError(state, operation, expected);
}

function checkError(state: State, operation: Operation, expected: number): void {
  const found = operation.reply?.err ?? expected;
  if (expected === found) return;
  if (isEnvironmental(found)) {
    state.coverage.add('undecided error');
    return;
  }
  report(state, operation, [{ field: 'err', expected, found }]);
}

function stepRead(
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
  const context = state.context(operation.who, operation.connection.session.id, reply.zxid);
  const answer = read(context, request);
  const found = differences(answer, reply);
  if (found.length === 0) confirm(state, operation, answer, reply);
  else if (!repairRead({ state, doubt }, operation, reply, request)) {
    if (context.unsure) state.coverage.add('undecided acl');
    else if (doubt.mayExplain(state, pathsOf(request, reply.result))) {
      state.coverage.add('undecided doubt');
      adoptReply(state.context(anyone, 0n, reply.zxid), request, reply);
    } else reportRead(state, operation, found);
  }
}

/** Tries to explain a reply by what may have happened without a reply. */
function repairRead(
  { state, doubt }: Replaying,
  operation: Operation,
  reply: ReplyRecord,
  request: ModelRead,
): boolean {
  const { who, connection } = operation;
  const context = state.context(who, connection.session.id, reply.zxid);
  const explains = (): boolean => differences(read(context, request), reply).length === 0;
  const isRepaired =
    request.f === 'getAllChildrenNumber'
      ? repairCount(state, doubt, request.path, explains)
      : repair(state, doubt, pathsOf(operation.request, reply.result), explains);
  if (isRepaired) confirm(state, operation, read(context, request), reply);
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
  report(state, operation, rest);
}

/** A reply agrees with the state: what it shows is known from now on. */
function confirm(state: State, operation: Operation, answer: Answer, reply: ReplyRecord): void {
  const { request } = operation;
  if (!('path' in request) && !('parts' in request)) return;
  learnTimes(state, request, answer.result, reply.result);
  eachShown(request, reply.result ?? {}, (path, shown) => {
    const err = 'err' in shown ? shown.err : reply.err;
    if (shown.stat !== undefined || err === code.noNode) state.observe(path, reply.zxid);
    const node = state.tree.get(path);
    if (node === undefined) return;
    if (state.taken.get(node.mzxid)?.request.f === 'multi') state.shownMultis.add(node.mzxid);
    if (node.life === 'ephemeral') checkOwner(state, operation, node);
  });
}

/** All replies show one time for one transaction: the first one that shows it teaches the model. */
function learnTimes(
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

/** Takes over what a reply shows of znodes that the model knows nothing about; false if there are none. */
function adoptOpaque(
  { tree }: State,
  { request }: Operation,
  result: TraceResult | undefined,
): boolean {
  let found = false;
  eachShown(request, result ?? {}, (path, shown) => {
    const node = tree.get(path);
    if (node?.opaque !== true) return;
    found = true;
    if (result === undefined) return;
    adoptShown(tree, node, shown);
    if (shown.data !== undefined && path !== '/zookeeper/config') node.opaque = false;
  });
  return found;
}

/** Nanoseconds that a session may stay after its end was certain, beside twice its timeout. */
const GRACE_NS = 10e9;

/** An ephemeral goes within a bound after its session expired or its client left. */
function checkOwner(
  state: State,
  operation: Operation,
  { owner, path }: { readonly owner: bigint; readonly path: string },
): void {
  const session = state.sessions.get(owner);
  if (session === undefined) return;
  const ended = Math.min(session.expiredAt ?? Number.POSITIVE_INFINITY, session.leftAt);
  const bound = Math.max(ended, state.epochStart) + 2 * session.timeoutMs * 1e6 + GRACE_NS;
  if (state.lastWriteSent <= bound) return;
  state.findings.add({
    type: 'ghost-ephemeral',
    cause: `${path} ${hex(owner)}`,
    promised: 'an ephemeral is gone once its session has expired',
    seen: `${operationText(operation)} shows ${path} of session ${hex(owner)} (timeout ${session.timeoutMs} ms), which ended at ${seconds(ended)}, in a state later than ${seconds(bound)}`,
    operations: [indexOf(operation)],
  });
}
