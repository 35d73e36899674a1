/** What the check `replay` is worth where servers of several versions served: it models one version. Versions differ in
 *  refusals and watch events, so that a contradiction is unknown, with what was seen. */
import type { Verdict } from '../contract.ts';
import type { History } from '../history/history.ts';
import type { TestRecord } from '../store/results.ts';

/** Whether a fault that mixes versions has struck. */
export function mixesVersions(history: History, { nemeses }: Pick<TestRecord, 'nemeses'>): boolean {
  const mixing = nemeses.flatMap(({ operations }) => operations).filter(({ mixes }) => mixes);
  const strikes = mixing.map(({ strike }) => strike);
  return history.faults().some(({ f }) => strikes.includes(f));
}

export function ofOneVersion(verdict: Verdict): Verdict {
  if (verdict.valid !== false) return verdict;
  const { anomalies, counts, notes = [] } = verdict;
  return {
    valid: 'unknown',
    why: 'servers of several versions served, and the model has one: what contradicts it may be what they differ in',
    counts,
    notes: [...notes, ...anomalies.map(({ type, seen }) => `${type}: ${seen}`)],
  };
}
