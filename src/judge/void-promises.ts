/** What a verdict is worth once a disk has forgotten what it had: no server promises anything then, so a broken
 *  promise is unknown. */
import type { Check } from '../contract.ts';
import type { Fault } from '../history/faults.ts';
import type { History } from '../history/history.ts';
import type { TestRecord } from '../store/results.ts';

/** The checks of a run, those that found a broken promise unknown where a fault had ended it. */
export function unlessVoid(
  checks: readonly Check[],
  history: History,
  { nemeses }: Pick<TestRecord, 'nemeses'>,
): readonly Check[] {
  const voiding = nemeses.flatMap(({ operations }) => operations).filter(({ voids }) => voids);
  const strikes = voiding.map(({ strike }) => strike);
  const first = history.faults().find(({ f }) => strikes.includes(f));
  return first === undefined ? checks : checks.map(check => withoutPromises(check, first));
}

function withoutPromises({ name, verdict }: Check, { f, fromNs }: Fault): Check {
  if (verdict.valid !== false) return { name, verdict };
  const { anomalies, counts, notes = [] } = verdict;
  const seconds = (fromNs / 1e9).toFixed(1);
  return {
    name,
    verdict: {
      valid: 'unknown',
      why: `a server promises nothing once its disk has forgotten what it had (${f} at ${seconds} s)`,
      counts,
      notes: [...notes, ...anomalies.map(({ type, seen }) => `${type}: ${seen}`)],
    },
  };
}
