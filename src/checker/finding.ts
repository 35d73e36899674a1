/** What checkers of workloads end with: anomalies, else a reason to doubt, else a valid run. */
import type { Anomaly, Counts, Observed, Verdict } from '../contract.ts';
import type { Operation } from '../history/history.ts';

/** Anomalies reported. */
const MOST_ANOMALIES = 10;

export interface Judgement extends Observed {
  /** All that were found. */
  readonly anomalies: readonly Anomaly[];
  /** Why a run without anomalies shows nothing, one reason each; empty where it shows something. */
  readonly doubts: readonly string[];
}

export function verdictOf({ anomalies, doubts, counts, notes = [] }: Judgement): Verdict {
  const observed: Observed = { counts, ...(notes.length > 0 && { notes }) };
  const [first, ...rest] = anomalies;
  if (first !== undefined)
    return { valid: false, anomalies: [first, ...rest.slice(0, MOST_ANOMALIES - 1)], ...observed };
  if (doubts.length > 0) return { valid: 'unknown', why: doubts.join('; '), ...observed };
  return { valid: true, ...observed };
}

/** The reason to doubt that the first of the counts that are `needed` and 0 gives; none where there is none. */
export function doubtsAbout(counts: Counts, needed: readonly string[]): readonly string[] {
  const absent = needed.find(name => counts[name] === 0);
  return absent === undefined ? [] : [`${absent}: expected some, found none`];
}

/** Returns the anomaly that these operations show. */
export function anomaly<T extends string>(
  type: T,
  promised: string,
  seen: string,
  ...operations: readonly Operation[]
): Anomaly & { readonly type: T } {
  return { type, promised, seen, operations: indicesOf(...operations) };
}

/** Indices of the calls and answers of operations, in ascending order. */
export function indicesOf(...operations: readonly Operation[]): readonly number[] {
  const indices = operations.flatMap(({ index, completionIndex }) =>
    completionIndex === undefined ? [index] : [index, completionIndex],
  );
  return [...new Set(indices)].sort((a, b) => a - b);
}
