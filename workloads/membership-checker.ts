/** Decides whether views of a group show who is in it.
 *    missing  a view lacks a member that was in before it was asked for and left after it was answered
 *    ghost    a view shows a member that had left before it was asked for
 *    phantom  a view shows a member that nobody can have been
 *  Members are told apart by the numbers of their znodes. Who left itself, and was answered, had its
 *  znode until then, since only its live session can delete it; of others nothing is known. */
import type { Anomaly, Checker, Verdict } from '../src/contract.ts';
import type { History, Operation } from '../src/history/history.ts';
import { type Hold, holdsOf, leftItself, untilNs } from './holds.ts';

/** Anomalies reported. */
const MOST_ANOMALIES = 10;

export const views: Checker = { name: 'views', perKey: true, check };

interface Group {
  readonly members: readonly Hold[];
  readonly views: readonly View[];
  /** Those who asked to join and were not told that they did: their znodes may have been there, from
   *  the call to the answer where it is `fail`, for good where it is `info`. */
  readonly doubts: readonly Operation[];
}

interface View {
  readonly op: Operation;
  readonly shown: ReadonlySet<number>;
}

function check(history: History): Verdict {
  const groups = history.keys().map(key => groupOf(history.ofKey(key)));
  const [first, ...rest] = groups.flatMap(group => [...missing(group), ...strangers(group)]);
  const all = groups.flatMap(group => group.views);
  const counts = {
    joined: groups.flatMap(({ members }) => members).length,
    views: all.length,
    'members shown': all.reduce((sum, { shown }) => sum + shown.size, 0),
  };
  if (first !== undefined) {
    const anomalies = [first, ...rest.slice(0, MOST_ANOMALIES - 1)] as const;
    return { valid: false, anomalies, counts };
  }
  if (counts['members shown'] === 0)
    return { valid: 'unknown', why: 'no view showed a member', counts };
  return { valid: true, counts };
}

function groupOf(history: History): Group {
  const ops = history.operations();
  return {
    members: holdsOf(history, 'join'),
    views: ops.filter(({ f, type }) => f === 'view' && type === 'ok').map(viewOf),
    doubts: ops.filter(({ f, type }) => f === 'join' && type !== 'ok'),
  };
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
function missing({ members, views }: Group): Anomaly[] {
  const waiting = members.filter(leftItself).values();
  let next = waiting.next();
  let inside: readonly Hold[] = [];
  return views.flatMap(({ op, shown }) => {
    for (; next.done !== true && next.value.enter.returnNs < op.callNs; next = waiting.next())
      inside = [...inside, next.value];
    inside = inside.filter(member => untilNs(member) > op.callNs);
    return inside
      .filter(member => untilNs(member) > op.returnNs && !shown.has(member.sequence))
      .map(member => ({
        type: 'missing',
        promised: 'a member is shown as long as its session lives and it has not left',
        seen: `process ${op.process} was shown a view without number ${member.sequence}, which process ${member.enter.process} had and kept`,
        operations: indicesOf(op, member),
      }));
  });
}

function strangers({ members, views, doubts }: Group): Anomaly[] {
  const byNumber = new Map(members.map(member => [member.sequence, member]));
  return views.flatMap(({ op, shown }) =>
    [...shown].flatMap(number => {
      const member = byNumber.get(number);
      if (member === undefined)
        return doubts.some(doubt => overlap(doubt, op)) ? [] : [phantom(number, op)];
      if (op.returnNs < member.enter.callNs) return [phantom(number, op)];
      const { leave } = member;
      if (leave === undefined || leave.type !== 'ok' || leave.returnNs >= op.callNs) return [];
      return [ghost(member, op)];
    }),
  );
}

function overlap(one: Operation, other: Operation): boolean {
  return one.callNs < other.returnNs && other.callNs < one.returnNs;
}

function phantom(number: number, op: Operation): Anomaly {
  return {
    type: 'phantom',
    promised: 'whoever is shown has joined',
    seen: `process ${op.process} was shown number ${number}, which nobody can have had by then`,
    operations: indicesOf(op),
  };
}

function ghost(member: Hold, op: Operation): Anomaly {
  return {
    type: 'ghost',
    promised: 'whoever has left is shown no more',
    seen: `process ${op.process} was shown number ${member.sequence} after process ${member.enter.process} had left with it`,
    operations: indicesOf(op, member),
  };
}

function indicesOf(view: Operation, member?: Hold): number[] {
  const ops = [view, member?.enter, member?.leave].filter(op => op !== undefined);
  const indices = ops.flatMap(({ index, completionIndex }) =>
    completionIndex === undefined ? [index] : [index, completionIndex],
  );
  return indices.sort((a, b) => a - b);
}
