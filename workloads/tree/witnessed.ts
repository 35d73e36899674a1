/** A checker that is valid only if the history contains the operations that its claim is about. */

import { doubtsAbout } from '../../src/checker/finding.ts';
import type { Checker, Counts } from '../../src/contract.ts';
import type { History } from '../../src/history/history.ts';

/** Adds counts to those of the checker. A valid history in which one of the `needed` counts is 0 is unknown. Counts
 *  cover the same keys as the checker. */
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
