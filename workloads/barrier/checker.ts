/** Decides whether barriers held every process back while they were up, and none afterwards.
 *   early-passage  a process passed after the barrier was raised, before its lowering was requested
 *   stale-read     a process that came after the barrier was lowered found it up
 *   late-event     a process that waited saw that the barrier had fallen before the event of its watch
 * If raising or lowering a barrier is indeterminate, nothing is known from there on. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { indicesOf, verdictOf } from '../../src/checker/finding.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import type { History, Operation } from '../../src/history/history.ts';

export const passages: Checker = { name: 'passages', perKey: true, check };

interface Barrier {
  readonly raise: Operation | undefined;
  /** The first attempt to lower it. */
  readonly lower: Operation | undefined;
  /** The passes that were ok, or found the barrier up. */
  readonly passes: readonly Operation[];
}

function check(history: History): Verdict {
  const barriers = history.keys().map(key => barrierOf(history.ofKey(key).operations()));
  const passed = barriers.flatMap(({ passes }) => passes).filter(({ type }) => type === 'ok');
  const counts = {
    barriers: barriers.filter(({ raise }) => raise?.type === 'ok').length,
    passed: passed.length,
    'passed after waiting': passed.filter(pass => said(pass).waited === true).length,
  };
  return verdictOf({
    anomalies: barriers.flatMap(each => [...early(each), ...held(each), ...untold(each)]),
    counts,
    doubts:
      counts['passed after waiting'] === 0 ? ['nobody ever waited at a barrier and passed'] : [],
  });
}

function barrierOf(ops: readonly Operation[]): Barrier {
  return {
    raise: ops.find(({ f }) => f === 'raise'),
    lower: ops.find(({ f, type }) => f === 'lower' && type !== 'fail'),
    passes: ops.filter(op => op.f === 'pass' && (op.type === 'ok' || foundUp(op))),
  };
}

function early({ raise, lower, passes }: Barrier): KnownAnomaly[] {
  if (raise?.type !== 'ok') return [];
  return passes
    .filter(({ type }) => type === 'ok')
    .filter(pass => raise.returnNs < pass.callNs && pass.returnNs < (lower?.callNs ?? Infinity))
    .map(pass => ({
      type: 'early-passage',
      promised: 'nobody passes while the barrier is up',
      seen: `process ${pass.process} passed barrier ${pass.key}, which was up and which nobody had tried to lower`,
      operations: indicesOf(raise, pass),
    }));
}

function held({ lower, passes }: Barrier): KnownAnomaly[] {
  if (lower?.type !== 'ok') return [];
  return passes
    .filter(pass => foundUp(pass) && lower.returnNs < pass.callNs)
    .map(pass => ({
      type: 'stale-read',
      promised: 'everybody passes after the barrier fell',
      seen: `process ${pass.process} found barrier ${pass.key} up, which had been lowered before it came`,
      operations: indicesOf(lower, pass),
    }));
}

function untold({ passes }: Barrier): KnownAnomaly[] {
  return passes
    .filter(pass => pass.type === 'ok' && said(pass).waited === true && said(pass).told !== true)
    .map(pass => ({
      type: 'late-event',
      promised: 'a watch tells of the fall before it can be seen',
      seen: `process ${pass.process} waited at barrier ${pass.key} and saw that it had fallenbefore its watch had fired`,
      operations: indicesOf(pass),
    }));
}

function foundUp({ error }: Operation): boolean {
  return error?.name === 'TOOLATE';
}

function said({ output }: Operation): { readonly waited?: unknown; readonly told?: unknown } {
  return typeof output === 'object' && output !== null ? output : {};
}
