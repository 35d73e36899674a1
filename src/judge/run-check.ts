/** The check `run`: whether the run was one that could have shown anything. */

import { unknown } from '../checker/verdict.ts';
import type { Verdict } from '../contract.ts';
import { type OperationError, THREW } from '../history/event.ts';
import type { Fault } from '../history/faults.ts';
import type { History } from '../history/history.ts';
import { isVerified, nemesisOperations } from '../history/nemesis-operations.ts';
import { OVERTIME_MS } from '../store/overtime.ts';
import type { TestRecord } from '../store/results.ts';
import { operationCounts } from './coverage.ts';

export const RUN_CHECK = 'run';
/** A run of which a smaller share was ok says little about what it claims. */
const LEAST_OK_SHARE = 0.1;

/** Unknown when there were no operations, when most failed or one function never succeeded, when a
 * client threw, when the faults of a nemesis never bit or were never healed, when the ensemble did not serve again, or when
 * the run did not come to its end. One that the user stopped did: it was healed and finished. */
export function checkRun(history: History, test: TestRecord): Verdict {
  const seen = history.faults().filter(({ verified }) => verified).length;
  const counts = {
    ...operationCounts(history),
    ...(test.nemeses.length > 0 && { 'faults seen': seen }),
  };
  const reasons = [
    ...cutBy(test, history),
    ...test.doubts,
    ...operationReasons(history),
    ...test.nemeses.flatMap(nemesis => [
      ...faultReasons(nemesis, test, history),
      ...healReasons(nemesis, history),
    ]),
  ];
  return reasons.length > 0 ? unknown(reasons.join('; '), counts) : { valid: true, counts };
}

/** Why the history is not that of a run that came to its end; empty where it is. */
export function cutBy({ ending, crash }: TestRecord, history: History): readonly string[] {
  return [
    ...(ending === 'running' ? ['the run was killed before its end'] : []),
    ...(ending === 'crashed' ? [`the run crashed: ${crash}`] : []),
    ...(history.cut ? ['the last line of the history was cut'] : []),
  ];
}

function operationReasons(history: History): readonly string[] {
  const all = history.operationCount;
  if (all === 0) return ['no operation was done'];
  const { threw, done } = outcomesOf(history);
  const ok = [...done.values()].reduce((sum, each) => sum + each.ok, 0);
  return [
    ...(threw ? [`a client threw, which is a bug of the workload: ${threw.message}`] : []),
    ...(ok / all < LEAST_OK_SHARE
      ? [`only ${ok} of ${all} operations were ok, at least ${LEAST_OK_SHARE * 100} % should be`]
      : neverOk(done)),
  ];
}

interface Outcomes {
  /** What the first client that threw said. */
  readonly threw: OperationError | undefined;
  /** Counts by f. */
  readonly done: ReadonlyMap<string, { all: number; ok: number }>;
}

function outcomesOf(history: History): Outcomes {
  let threw: OperationError | undefined;
  const done = new Map<string, { all: number; ok: number }>();
  for (const { f, type, error } of history.eachOutcome()) {
    const counts = done.get(f) ?? { all: 0, ok: 0 };
    done.set(f, counts);
    counts.all += 1;
    if (type === 'ok') counts.ok += 1;
    if (error?.name === THREW) threw ??= error;
  }
  return { threw, done };
}

function neverOk(done: Outcomes['done']): readonly string[] {
  return [...done]
    .filter(([, { ok }]) => ok === 0)
    .map(([f, { all }]) => `no ${f} was ever ok, of ${all}`);
}

/** Why a nemesis shows nothing: none of its faults was seen to take effect during the load. A later strike is the
 * last restart of all servers, before the final operations. */
function faultReasons(
  { name, operations }: TestRecord['nemeses'][number],
  { plan }: TestRecord,
  history: History,
): readonly string[] {
  const loadEndNs = (plan.timeLimitMs + OVERTIME_MS) * 1e6;
  const strikes = operations.map(({ strike }) => strike);
  const done = history
    .faults()
    .filter(({ f, strike }) => strikes.includes(f) && strike.type !== 'invoke')
    .filter(({ fromNs }) => fromNs < loadEndNs);
  if (strikes.length === 0 || done.some(({ verified }) => verified)) return [];
  if (done.length === 0) return [`nemesis ${name} never did anything; give it more time`];
  return [`no fault of nemesis ${name} was seen to take effect, of ${done.length}${lastOf(done)}`];
}

/** Why the load ran under faults that were never healed: no healing was seen to take effect. */
function healReasons(
  { name, operations }: TestRecord['nemeses'][number],
  history: History,
): readonly string[] {
  const heals = operations.map(({ heal }) => heal);
  const done = nemesisOperations(history.nemesis).filter(({ event }) => heals.includes(event.f));
  if (done.length === 0 || done.some(isVerified)) return [];
  return [`no healing of nemesis ${name} was seen to take effect, of ${done.length}`];
}

function lastOf(done: readonly Fault[]): string {
  const last = done.at(-1)?.strike;
  const said = last?.error?.message ?? JSON.stringify(last?.value);
  return `; the last, ${last?.f}, says: ${said}`;
}
