/** Replies by a state that is older than it should be.
 *
 * A read is judged by the list in the state of its reply, a write by the list in the state before its zxid. Where
 * a list from before explains the reply, the finding says so. ZooKeeper up to 3.9.6 breaks the promise for writes:
 * PrepRequestProcessor keeps a change record of each znode with outstanding proposals, the record of a setACL has
 * the old list, and every later change of the znode copies it as long as one is outstanding. The record of a
 * parent does not count down either when a session ends: until the leader has applied that, a delete is refused
 * with NOTEMPTY.
 *
 * A refused write changes nothing, and only the reply has its zxid: it may be refused by any state from when it
 * was sent on. A write that succeeds is one change in the order of zxids, and may not. */
import { areAboutAcl, type Difference, differences } from './compare.ts';
import { isAcknowledged } from './effects.ts';
import { type Context, revert } from './model/context.ts';
import { type Answer, isWrite, type WriteRequest, write } from './model/multi.ts';
import { isModelRead, type ModelRead, read } from './model/reads.ts';
import type { FormerAcl, Znode } from './model/znode.ts';
import { indexOf, type Operation } from './operations.ts';
import { pathsOf } from './shown.ts';
import type { State } from './state.ts';
import type { ReplyRecord, TraceAcl } from './trace.ts';
import { operationText } from './words.ts';

const COMBINATIONS = 256;

/** A znode, and a list that was replaced. */
interface Stale {
  readonly node: Znode;
  readonly former: FormerAcl;
}

interface Judged {
  readonly operation: Operation;
  readonly reply: ReplyRecord;
  readonly request: WriteRequest | ModelRead;
}

/** Tests whether a refused write is refused rightly in an older state that no client had seen the end of when the
 * write was sent. */
export function isRefusedInTime(state: State, operation: Operation): boolean {
  const { request, reply, seenBefore } = operation;
  if (reply === undefined || !isWrite(request) || isAcknowledged(operation)) return false;
  const judged = { operation, reply, request };
  const isFull = (path: string): boolean => (state.emptied.get(path) ?? 0) > seenBefore;
  const recent = staleLists(state, judged).map(lists =>
    lists.filter(({ former }) => former.until > seenBefore),
  );
  const isRight = [...combinations(recent)]
    .slice(0, COMBINATIONS)
    .some(lists => isExplained(state, judged, { lists, isFull }));
  if (isRight) state.coverage.add('refused by an older state');
  return isRight;
}

/** Tests whether replaced lists explain a difference, and reports it if they do. */
export function isStaleAcl(
  state: State,
  operation: Operation,
  found: readonly Difference[],
): boolean {
  const { request, reply } = operation;
  if (!areAboutAcl(found) || reply === undefined) return false;
  if (!isWrite(request) && !isModelRead(request)) return false;
  const judged = { operation, reply, request };
  let left = COMBINATIONS;
  for (const lists of combinations(staleLists(state, judged))) {
    if (left-- <= 0) break;
    if (lists.length === 0 || !isExplained(state, judged, { lists })) continue;
    reportStale(state, operation, lists);
    return true;
  }
  return false;
}

/** Returns the replaced lists of each znode that a request is about. */
function staleLists({ tree }: State, { request, reply }: Judged): readonly Stale[][] {
  return pathsOf(request, reply.result).map(path => {
    const node = tree.get(path);
    return node === undefined ? [] : node.formerAcls.map(former => ({ node, former }));
  });
}

/** Yields at most one list for each znode, in every combination. */
function* combinations([first, ...rest]: readonly Stale[][]): Generator<readonly Stale[]> {
  if (first === undefined) {
    yield [];
    return;
  }
  for (const others of combinations(rest)) {
    yield others;
    for (const one of first) yield [one, ...others];
  }
}

interface Older {
  readonly lists: readonly Stale[];
  readonly isFull?: (path: string) => boolean;
}

function isExplained(
  state: State,
  { operation, reply, request }: Judged,
  { lists, isFull }: Older,
): boolean {
  const { who, connection } = operation;
  const listOf = (node: Znode): readonly TraceAcl[] =>
    lists.find(one => one.node === node)?.former.acl ?? node.acl;
  const fresh = state.context(who, connection.session.id, reply.zxid);
  const context: Context = { ...fresh, listOf, isFull };
  const explained = differences(answerOf(context, request), reply).length === 0;
  revert(context);
  return explained;
}

function answerOf(context: Context, request: Judged['request']): Answer {
  return isWrite(request) ? write(context, request) : read(context, request);
}

function reportStale(state: State, operation: Operation, lists: readonly Stale[]): void {
  const [one] = lists;
  const setAcl = one && state.taken.get(one.former.until);
  const isLate = one !== undefined && one.former.until <= operation.seenBefore;
  const when = isLate
    ? 'a client had seen when the request was sent'
    : 'has a smaller zxid, and was under way when the request was sent';
  state.findings.add({
    type: isAcknowledged(operation) ? 'late-revocation' : 'late-grant',
    cause: isLate ? 'a list that was replaced' : 'a list that was being replaced',
    promised:
      'a write is judged by the ACL in the state before its zxid, and a read by the one in the state of its reply',
    seen: `${operationText(operation)} was judged by a list of ${one?.node.path} that ${setAcl ? operationText(setAcl) : 'a setACL'} had replaced, which ${when}`,
    operations: [setAcl && indexOf(setAcl), indexOf(operation)],
  });
}
