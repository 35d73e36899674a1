/** Histories whose nemeses have stamped their completions, as those of a run have. */
import { nemeses } from '../../nemesis/registry.ts';
import type { Nemesis } from '../../src/contract.ts';
import { type History, historyOf } from '../../src/history/history.ts';
import { faultStamps } from '../../src/run/fault-stamps.ts';
import { fakeEnsemble } from './fake-ensemble.ts';

export type Declares = Pick<Nemesis, 'name' | 'operations'>;

/** The nemeses of the registry. */
export const builtIn: readonly Declares[] = nemeses.map(({ create }) =>
  create(fakeEnsemble(3).options),
);

/** Returns the history with the stamps that a run of these nemeses writes. */
export function stamped(history: History, ...declared: readonly Declares[]): History {
  const stamp = faultStamps(declared.length === 0 ? builtIn : declared);
  return historyOf([...history.events()].map(event => stamp(event)));
}
