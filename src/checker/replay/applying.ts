/** Applies what may have happened without a reply to the state. */
import type { Candidate } from './candidates.ts';
import { anyone } from './model/acl.ts';
import { type Context, revert } from './model/context.ts';
import { effectiveError, isWrite, write } from './model/multi.ts';
import { closeSession, removeZnode } from './model/writes.ts';
import { listAt } from './model/znode.ts';
import type { Operation } from './operations.ts';
import type { State } from './state.ts';

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
