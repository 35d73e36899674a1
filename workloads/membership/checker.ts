/** Decides whether views of a group show who is in it.
 *   stale-read       a view lacks a member that joined before the view began and left after it returned
 *   lost-ephemeral   a member's znode was gone when its live session deleted it
 *   ghost-ephemeral  a view shows a member that had left before the view began, or whose session had ended
 *                    long before
 *   phantom          a view shows a member that nobody can have been
 * Members are distinguished by the numbers of their znodes. A member whose leave was answered had its
 * znode until then, since only its live session can delete it; one whose operation was answered had it until
 * that operation's call. Of others nothing is known. A client that is gone has closed its session or is not heard any
 * more; a server that takes over as leader may give such a session one more timeout. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { faultNotes, quietSinceNs } from '../../src/checker/calm.ts';
import { indicesOf, verdictOf } from '../../src/checker/finding.ts';
import { type Hold, holdsOf, leftItself, operationsOf, untilNs } from '../../src/checker/holds.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import type { History, Operation } from '../../src/history/history.ts';

/** From the first operation after all faults, or from the last of a process, until its session must be
 * over: that operation, closing the client, and two timeouts. */
const LINGER_NS = 20e9;

export const views: Checker = { name: 'views', perKey: true, check };

interface Group {
  readonly members: readonly Member[];
  readonly views: readonly View[];
  /** Joins without an ok: their znodes may have existed, from the call to the answer for a `fail`, for good
   * for an `info`. */
  readonly doubts: readonly Operation[];
}

interface Member extends Hold {
  /** The time until which it certainly was a member. */
  readonly provenNs: number;
  /** The time from which it certainly is no member: Infinity if unknown. */
  readonly overNs: number;
}

interface View {
  readonly op: Operation;
  readonly shown: ReadonlySet<number>;
}

function check(history: History): Verdict {
  const healedNs = Math.max(0, quietSinceNs(history));
  const groups = history.keys().map(key => groupOf(history.ofKey(key), healedNs));
  const all = groups.flatMap(group => group.views);
  const counts = {
    joined: groups.flatMap(({ members }) => members).length,
    views: all.length,
    'members shown': all.reduce((sum, { shown }) => sum + shown.size, 0),
  };
  return verdictOf({
    anomalies: groups.flatMap(group => [
      ...missing(group),
      ...vanished(group),
      ...strangers(group),
    ]),
    counts,
    doubts: counts['members shown'] === 0 ? ['no view showed a member'] : [],
    notes: faultNotes(history),
  });
}

function groupOf(history: History, healedNs: number): Group {
  const ops = history.operations();
  return {
    members: membersOf(ops, healedNs),
    views: ops.filter(({ f, type }) => f === 'view' && type === 'ok').map(viewOf),
    doubts: ops.filter(({ f, type }) => f === 'join' && type !== 'ok'),
  };
}

function membersOf(ops: readonly Operation[], healedNs: number): readonly Member[] {
  const quietNs = ops.find(({ callNs }) => callNs > healedNs)?.callNs ?? Number.POSITIVE_INFINITY;
  const last = new Map(ops.map(op => [op.process, op]));
  const answered = new Map<Operation['process'], Operation>();
  const looks = ops.filter(({ f, type }) => f === 'view' && type === 'ok');
  for (const look of looks) answered.set(look.process, look);
  const holds = holdsOf(
    ops.filter(({ f }) => f !== 'view'),
    'join',
  );
  return holds.map(hold => {
    const { process } = hold.enter;
    const end = last.get(process);
    const gone = end !== undefined && isLast(end);
    const lingersNs = gone ? Math.max(quietNs, end.callNs) + LINGER_NS : Number.POSITIVE_INFINITY;
    const asked = answered.get(process)?.callNs ?? 0;
    return {
      ...hold,
      provenNs: leftItself(hold) ? untilNs(hold) : hold.leave === undefined ? asked : 0,
      overNs: leftItself(hold) ? (hold.leave?.returnNs ?? lingersNs) : lingersNs,
    };
  });
}

/** Whether an operation is the last of its process: its session is over, or is being closed. */
function isLast({ type, error }: Operation): boolean {
  return type === 'info' || error?.name === 'SESSIONEXPIRED';
}

/** @throws TypeError where the value is not a list of numbers. */
function viewOf(op: Operation): View {
  const { output, index } = op;
  if (Array.isArray(output) && output.every(number => typeof number === 'number'))
    return { op, shown: new Set(output) };
  throw new TypeError(
    `view (op ${index}): expected a list of numbers, found ${JSON.stringify(output)}`,
  );
}

/** Goes through members and views in the order of time, keeping those that are certainly in. */
function missing({ members, views }: Group): KnownAnomaly[] {
  const waiting = members.values();
  let next = waiting.next();
  let inside: readonly Member[] = [];
  return views.flatMap(({ op, shown }) => {
    for (; next.done !== true && next.value.enter.returnNs < op.callNs; next = waiting.next())
      inside = [...inside, next.value];
    inside = inside.filter(member => member.provenNs > op.callNs);
    return inside
      .filter(member => member.provenNs > op.returnNs && !shown.has(member.sequence))
      .map(member => ({
        type: 'stale-read',
        promised: 'a member is shown as long as its session is alive and it has not left',
        seen: `process ${op.process} was shown a view without number ${member.sequence}, which process ${member.enter.process} had and kept`,
        operations: indicesOf(op, ...operationsOf(member)),
      }));
  });
}

function vanished({ members }: Group): KnownAnomaly[] {
  return members
    .filter(({ leave }) => leave?.type === 'fail' && leave.error?.name === 'NONODE')
    .map(member => ({
      type: 'lost-ephemeral',
      promised: 'an ephemeral znode exists as long as its session',
      seen: `number ${member.sequence} was gone when process ${member.enter.process}, whose session lived, left with it`,
      operations: indicesOf(...operationsOf(member)),
    }));
}

function strangers({ members, views, doubts }: Group): KnownAnomaly[] {
  const byNumber = new Map(members.map(member => [member.sequence, member]));
  return views.flatMap(({ op, shown }) =>
    [...shown].flatMap(number => {
      const member = byNumber.get(number);
      if (member === undefined)
        return doubts.some(doubt => overlap(doubt, op)) ? [] : [phantom(number, op)];
      if (op.returnNs < member.enter.callNs) return [phantom(number, op)];
      return member.overNs < op.callNs ? [ghost(member, op)] : [];
    }),
  );
}

function overlap(one: Operation, other: Operation): boolean {
  return one.callNs < other.returnNs && other.callNs < one.returnNs;
}

function phantom(number: number, op: Operation): KnownAnomaly {
  return {
    type: 'phantom',
    promised: 'every member shown has joined',
    seen: `process ${op.process} was shown number ${number}, which nobody can have had by then`,
    operations: indicesOf(op),
  };
}

function ghost(member: Member, op: Operation): KnownAnomaly {
  const how = leftItself(member) ? 'left with it' : 'lost its session, which had it,';
  return {
    type: 'ghost-ephemeral',
    promised: 'a member that has left, or whose session has ended, is no longer shown',
    seen: `process ${op.process} was shown number ${member.sequence} after process ${member.enter.process} had ${how}`,
    operations: indicesOf(op, ...operationsOf(member)),
  };
}
