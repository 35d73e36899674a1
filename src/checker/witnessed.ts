/** A checker that is valid only where the history holds what it is about. */
import type { Checker, Counts } from '../contract.ts';
import type { History } from '../history/history.ts';
import { doubtsAbout } from './finding.ts';

/** Counts what is looked at beside the checker's own counts; a valid history in which one of the
 *  `needed` is 0 is unknown. Of a history of some keys only, as the checker. */
export function witnessed(
  checker: Checker,
  countsOf: (history: History) => Counts,
  ...needed: readonly string[]
): Checker {
  return {
    ...checker,
    check: (history, budget) => {
      const verdict = checker.check(history, budget);
      const counts = { ...verdict.counts, ...countsOf(history) };
      const [why] = doubtsAbout(counts, needed);
      if (verdict.valid !== true || why === undefined) return { ...verdict, counts };
      return { valid: 'unknown', why, counts };
    },
  };
}
