/** Runs a checker on a history, within the one budget of all tests. */
import type { Budget, Checker, Verdict } from '../../src/contract.ts';
import type { History } from '../../src/history/history.ts';

/** More than any test needs. */
export const BUDGET: Budget = { timeMs: 10_000, memoryMb: 200, elapsedMs: () => 0 };

export function verdictOn(checker: Checker, history: History): Verdict {
  return checker.check(history, BUDGET);
}

/** Returns the types of the anomalies; true or `unknown` where there are none. */
export function judged(checker: Checker, history: History): readonly string[] | true | 'unknown' {
  const verdict = verdictOn(checker, history);
  return verdict.valid === false ? anomaliesOf(verdict) : verdict.valid;
}

/** Returns the types of the anomalies. */
export function anomaliesOf(verdict: Verdict): readonly string[] {
  return verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : [];
}
