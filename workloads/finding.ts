/** What checkers of workloads end with: anomalies, else a reason to doubt, else a valid run. */
import type { Anomaly, Counts, Verdict } from '../src/contract.ts';
import type { Operation } from '../src/history/history.ts';

/** Anomalies reported. */
const MOST_ANOMALIES = 10;

export interface Finding {
  /** All that were found. */
  readonly anomalies: readonly Anomaly[];
  readonly counts: Counts;
  /** Why a run without anomalies shows nothing, one reason each; empty where it shows something. */
  readonly doubts: readonly string[];
}

export function verdictOf({ anomalies, counts, doubts }: Finding): Verdict {
  const [first, ...rest] = anomalies;
  if (first !== undefined)
    return { valid: false, anomalies: [first, ...rest.slice(0, MOST_ANOMALIES - 1)], counts };
  if (doubts.length > 0) return { valid: 'unknown', why: doubts.join('; '), counts };
  return { valid: true, counts };
}

/** Indices of the calls and answers of operations, in ascending order. */
export function indicesOf(...operations: readonly Operation[]): readonly number[] {
  const indices = operations.flatMap(({ index, completionIndex }) =>
    completionIndex === undefined ? [index] : [index, completionIndex],
  );
  return [...new Set(indices)].sort((a, b) => a - b);
}
