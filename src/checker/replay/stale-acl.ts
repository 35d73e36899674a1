/** Access control lists that the leader still judged by although a setACL had replaced them.
 *
 * PrepRequestProcessor keeps a change record of each znode with outstanding proposals. The record of a setACL
 * has the old list, and every later change of the znode copies the record, as long as one is outstanding. So
 * any list that was current meanwhile may decide: a race as long as the setACL was not acknowledged, and an
 * anomaly of its own afterwards. */
import { differences } from './compare.ts';
import { type Context, revert } from './model/context.ts';
import { isWrite, write } from './model/multi.ts';
import type { FormerAcl, Znode } from './model/znode.ts';
import { indexOf, type Operation } from './operations.ts';
import { isAcknowledged } from './pairing.ts';
import { pathsOf } from './shown.ts';
import type { State } from './state.ts';
import type { TraceAcl } from './trace.ts';
import { operationText } from './words.ts';

/** Nanoseconds after its end at which a list can still decide: proposals are not outstanding for longer. */
const OUTSTANDING_NS = 10e9;
const COMBINATIONS = 256;

/** A znode, and a list that was replaced a short time before. */
interface Stale {
  readonly node: Znode;
  readonly former: FormerAcl;
}

/** Tests whether replaced lists explain the reply to a write, and reports it if that is an anomaly. */
export function isStaleAcl(state: State, operation: Operation): boolean {
  const { request, reply } = operation;
  if (reply === undefined || !isWrite(request)) return false;
  let left = COMBINATIONS;
  for (const lists of combinations(staleLists(state, operation))) {
    if (left-- <= 0) break;
    if (lists.length === 0 || !isExplained(state, operation, lists)) continue;
    const late = lists.filter(one => isLate(state, operation, one));
    if (late.length > 0) reportLate(state, operation, late);
    else state.coverage.add('undecided acl race');
    return true;
  }
  return false;
}

/** Returns the replaced lists of each znode that a request is about. */
function staleLists(state: State, { request, reply, sent }: Operation): readonly Stale[][] {
  return pathsOf(request, reply?.result).map(path => {
    const node = state.tree.get(path);
    if (node === undefined) return [];
    return node.formerAcls
      .filter(({ until }) => sent.time - replacedAt(state, until, sent.time) < OUTSTANDING_NS)
      .map(former => ({ node, former }));
  });
}

/** Returns when a setACL was acknowledged. */
function replacedAt(state: State, zxid: number, unknown: number): number {
  return state.taken.get(zxid)?.reply?.time ?? unknown;
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

function isExplained(state: State, operation: Operation, lists: readonly Stale[]): boolean {
  const { request, reply, who, connection } = operation;
  if (reply === undefined || !isWrite(request)) return false;
  const listOf = (node: Znode): readonly TraceAcl[] =>
    lists.find(one => one.node === node)?.former.acl ?? node.acl;
  const fresh = state.context(who, connection.session.id, reply.zxid);
  const context: Context = { ...fresh, listOf };
  const explained = differences(write(context, request), reply).length === 0;
  revert(context);
  return explained;
}

/** Tests whether the setACL was acknowledged before the write was sent. */
function isLate(state: State, { sent }: Operation, { former }: Stale): boolean {
  return replacedAt(state, former.until, sent.time) < sent.time;
}

function reportLate(state: State, operation: Operation, late: readonly Stale[]): void {
  const [one] = late;
  const setAcl = one && state.taken.get(one.former.until);
  state.findings.add({
    type: isAcknowledged(operation) ? 'late-revocation' : 'late-grant',
    cause: 'a list that was replaced',
    promised: 'a request is judged by the ACL of the state at its zxid',
    seen: `${operationText(operation)} was judged by a list of ${one?.node.path} that ${setAcl ? operationText(setAcl) : 'a setACL'} had replaced, which was acknowledged before the request was sent`,
    operations: [setAcl && indexOf(setAcl), indexOf(operation)],
  });
}
