/** Decides whether members of a double barrier began and ended each round together.
 *   early-passage  a member entered before all were present at once: a failed entry has left
 *   early-exit     a member was out while another that was in had not invoked leave
 * A member whose entry, or the operation after it, did not end with ok may have lost its znode with
 * its session: no process has to wait for it. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { indicesOf, verdictOf } from '../../src/checker/finding.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import type { History, Operation } from '../../src/history/history.ts';

/** Returns the checker of rounds of `members` members. */
export function together(members: number): Checker {
  return { name: 'rounds', perKey: true, check: history => check(history, members) };
}

function check(history: History, members: number): Verdict {
  const rounds = history.keys().map(key => history.ofKey(key).operations());
  const whole = rounds.filter(ops => okOf(ops, 'leave').length === members);
  const counts = {
    rounds: rounds.length,
    entered: rounds.flatMap(ops => okOf(ops, 'enter')).length,
    'rounds that all left': whole.length,
  };
  return verdictOf({
    anomalies: rounds.flatMap(ops => [...early(ops, members), ...alone(ops)]),
    counts,
    doubts: counts.entered === 0 ? ['nobody ever got in'] : [],
  });
}

function okOf(ops: readonly Operation[], f: string): readonly Operation[] {
  return ops.filter(op => op.f === f && op.type === 'ok');
}

function early(ops: readonly Operation[], members: number): KnownAnomaly[] {
  const calls = ops.filter(op => op.f === 'enter');
  return okOf(ops, 'enter').flatMap(op => {
    const come = calls.filter(({ callNs }) => callNs < op.returnNs);
    const lastNs = Math.max(...come.map(({ callNs }) => callNs));
    const there = come.filter(({ type, returnNs }) => type !== 'fail' || returnNs >= lastNs);
    if (there.length >= members) return [];
    return {
      type: 'early-passage',
      promised: `nobody is in before all ${members} have come`,
      seen: `process ${op.process} was in when only ${there.length} had come and not given up`,
      operations: indicesOf(op, ...calls.filter(call => call !== op)),
    };
  });
}

function alone(ops: readonly Operation[]): KnownAnomaly[] {
  const entered = okOf(ops, 'enter').filter(({ process }) => !isLost(process, ops));
  return okOf(ops, 'leave').flatMap(out =>
    entered.flatMap(member => {
      const leave = ops.find(({ f, process }) => f === 'leave' && process === member.process);
      if (leave === undefined || leave.callNs < out.returnNs) return [];
      return {
        type: 'early-exit',
        promised: 'nobody is out before all have left',
        seen: `process ${out.process} was out before process ${member.process}, which was in, asked to leave`,
        operations: indicesOf(out, member, leave),
      };
    }),
  );
}

/** Whether the member's session may have ended on the way. */
function isLost(process: number, ops: readonly Operation[]): boolean {
  const leaves = ops.filter(op => op.process === process && op.f === 'leave');
  return !leaves.some(({ type }) => type === 'ok');
}
