/** A checker of some of a workload's operations. */
import type { Checker } from '../../src/contract.ts';
import type { Event } from '../../src/history/event.ts';
import { historyOf } from '../../src/history/history.ts';

/** The checker sees operations with these functions only, and the nemesis. */
export function among(fs: readonly string[], checker: Checker): Checker {
  const seen = ({ f, process }: Event): boolean => process === 'nemesis' || fs.includes(f);
  return {
    name: checker.name,
    perKey: false,
    check: (history, budget) =>
      checker.check(historyOf([...history.events()].filter(seen)), budget),
  };
}
