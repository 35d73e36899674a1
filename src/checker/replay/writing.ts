/** Holds the reply to a write against the state at its zxid, and applies the write. */
import { adoptWrite } from './adopt.ts';
import { report } from './classify.ts';
import { code, isEnvironmental } from './codes.ts';
import type { Difference } from './compare.ts';
import type { Replaying } from './doubt.ts';
import { type Attempt, attemptIn, isOpen } from './granting.ts';
import { revert } from './model/context.ts';
import { effectiveError, type WriteRequest, write } from './model/multi.ts';
import type { Operation } from './operations.ts';
import { repair } from './placing.ts';
import { learnTimes } from './reading.ts';
import { eachShown, pathsOf } from './shown.ts';
import { isRefusedInTime, isStaleAcl } from './stale-acl.ts';
import type { State } from './state.ts';
import type { ReplyRecord } from './trace.ts';
import { mayExplain } from './unsearched.ts';

/** Applies a write, and holds its reply against what the model answers. */
export function stepWrite(
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
  let found = attemptWrite(state, operation, reply, request);
  if (found.differences.length > 0) {
    revert(found.context);
    if (isRefusedInTime(state, operation)) return;
    state.isSearchCut = false;
    if (!isOpen(found)) found = repairWrite({ state, doubt }, operation, reply, request) ?? found;
  }
  settleWrite({ state, doubt }, operation, found, request);
}

/** Tries to explain a reply by what may have happened without a reply. */
function repairWrite(
  { state, doubt }: Replaying,
  operation: Operation,
  reply: ReplyRecord,
  request: WriteRequest,
): Attempt | undefined {
  state.isBeforeWrite = true;
  const isRepaired = repair(state, doubt, pathsOf(request, reply.result), () => {
    const again = attemptWrite(state, operation, reply, request);
    revert(again.context);
    return again.differences.length === 0;
  });
  state.isBeforeWrite = false;
  return isRepaired ? attemptWrite(state, operation, reply, request) : undefined;
}

function attemptWrite(
  state: State,
  { who, connection }: Operation,
  reply: ReplyRecord,
  request: WriteRequest,
): Attempt {
  const context = state.context(who, connection.session.id, reply.zxid);
  return attemptIn(context, reply, own => write(own, request));
}

function settleWrite(
  { state, doubt }: Replaying,
  operation: Operation,
  attempt: Attempt,
  request: WriteRequest,
): void {
  const { reply } = operation;
  if (reply === undefined) return;
  const { context, answer, differences: found } = attempt;
  const succeeded = effectiveError(reply.err, reply.result) === code.ok;
  if (found.length > 0) {
    revert(context);
    judgeWrite({ state, doubt }, operation, attempt);
    if (succeeded) adoptWrite(context, request, reply.result ?? {});
  } else {
    if (context.grants) state.coverage.add('undecided acl');
    observeStats(state, request, reply);
  }
  if (!succeeded) return;
  learnTimes(state, request, answer.result, reply.result);
  state.lastWriteSent = Math.max(state.lastWriteSent, operation.sent.time);
  state.commit(context, { operation });
}

/** Remembers which znodes a write's reply showed: their stats agree with the state. */
function observeStats(state: State, request: WriteRequest, { zxid, result }: ReplyRecord): void {
  eachShown(request, result ?? {}, (path, { stat }) => {
    if (stat !== undefined) state.observe(path, zxid, true);
  });
}

/** Reports a difference, unless it hangs on what the trace does not tell. */
function judgeWrite({ state, doubt }: Replaying, operation: Operation, attempt: Attempt): void {
  const found: readonly Difference[] = attempt.differences;
  const isQuota = found.some(({ found: err }) => err === code.quotaExceeded);
  if (isOpen(attempt)) state.coverage.add('undecided acl');
  else if (isUnknown(state, operation)) state.coverage.add('undecided znode');
  else if (isQuota && state.features.enforceQuota) state.coverage.add('undecided quota');
  else if (mayExplain({ state, doubt }, pathsOf(operation.request, operation.reply?.result))) {
    state.coverage.add('undecided doubt');
  } else if (state.isSearchCut) state.coverage.add('undecided search');
  else if (!isStaleAcl(state, operation, found)) report(state, operation, found);
}

/** Tests whether the model does not know one of the znodes; a list that is not certain makes a context unsure. */
function isUnknown({ tree }: State, { request, reply }: Operation): boolean {
  return pathsOf(request, reply?.result).some(path => {
    const node = tree.get(path);
    return node?.unknown.some(part => part !== 'acl') === true;
  });
}
