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
  const [first, ...rest] = reportedOf(anomalies);
  if (first !== undefined)
    return { valid: false, anomalies: [first, ...rest], ...foundOf(anomalies), ...observed };
  if (doubts.length > 0) return { valid: 'unknown', why: doubts.join('; '), ...observed };
  return { valid: true, ...observed };
}

/** Returns the anomalies to report: the first of each type, and more in their order as far as there is room. */
function reportedOf(anomalies: readonly Anomaly[]): readonly Anomaly[] {
  const types = new Set<string>();
  const firsts = anomalies.filter(({ type }) => !types.has(type) && types.add(type));
  const others = anomalies.filter(each => !firsts.includes(each));
  const reported = new Set([...firsts, ...others].slice(0, MOST_ANOMALIES));
  return anomalies.filter(each => reported.has(each));
}

/** Counts anomalies by type where not all of them are reported. */
export function foundOf(anomalies: readonly Pick<Anomaly, 'type'>[]): { readonly found?: Counts } {
  if (anomalies.length <= MOST_ANOMALIES) return {};
  const found: Record<string, number> = {};
  for (const { type } of anomalies) found[type] = (found[type] ?? 0) + 1;
  return { found };
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
