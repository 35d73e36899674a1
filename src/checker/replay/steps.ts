/** One step of the replay for each operation, in the order of zxids. */
import { report } from './classify.ts';
import { code, isEnvironmental } from './codes.ts';
import type { Replaying } from './doubt.ts';
import { matchEvents } from './events.ts';
import { anyone } from './model/acl.ts';
import { effectiveError, isWrite } from './model/multi.ts';
import { isModelRead } from './model/reads.ts';
import { closeSession } from './model/writes.ts';
import { indexOf, type Operation } from './operations.ts';
import { stepRead } from './reading.ts';
import type { State, Watcher } from './state.ts';
import type { ReplyRecord } from './trace.ts';
import { doubtDeletions } from './unsearched.ts';
import { aboutWatches, register, setWatches } from './watching.ts';
import { operationText } from './words.ts';
import { stepWrite } from './writing.ts';
import { hex } from './zxid.ts';

export function step(replaying: Replaying, operation: Operation, reply: ReplyRecord): void {
  const { state, doubt } = replaying;
  const watcher = state.watcherOf(operation.connection);
  state.advance(reply.zxid);
  state.coverage.addOutcome(operation.request.f, effectiveError(reply.err, reply.result));
  checkAlive(state, operation, reply);
  if (isWrite(operation.request)) stepWrite(replaying, operation, reply, operation.request);
  else if (operation.request.f === 'closeSession') stepClose(replaying, operation, reply);
  if (operation.request.f.startsWith('setWatches')) stepSetWatches(replaying, watcher, operation);
  if (!operation.isBackwards) matchEvents(state, doubt, watcher, operation.eventsBefore);
  watcher.kept = [];
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

function stepClose(replaying: Replaying, operation: Operation, reply: ReplyRecord): void {
  if (reply.err !== code.ok) return;
  const { state } = replaying;
  const { session } = operation.connection;
  const context = state.context(anyone, session.id, reply.zxid);
  closeSession(context, session.id);
  doubtDeletions(replaying, context.changes);
  session.closedAt = reply.zxid;
  session.closedBy = operation;
  state.commit(context, { operation, session });
}

function stepSetWatches(
  replaying: Replaying,
  watcher: Watcher,
  { request, reply }: Operation,
): void {
  if (reply?.err !== code.ok) return;
  if (request.f === 'setWatches' || request.f === 'setWatches2')
    setWatches(replaying, watcher, request);
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
  }
  if (!isModelRead(request)) return;
  stepRead(replaying, operation, reply, request);
  register(state, watcher, operation);
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
