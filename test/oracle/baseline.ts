/** Runs of the sim as it should be, each made once: what a mutant changes, and what it alone shows. */
import type { TestPlan } from '../../src/store/records/plan.ts';
import type { Sim } from './sim-pool.ts';
import type { Judged, Shown } from './sim-task.ts';

export type Baseline = (plan: TestPlan) => Promise<Judged>;

export function baselineOf(sim: Sim): Baseline {
  const made = new Map<string, Promise<Judged>>();
  return ({ bug: _, ...plan }) => {
    const key = JSON.stringify(plan);
    const run = made.get(key) ?? sim(plan);
    made.set(key, run);
    return run;
  };
}

/** Returns the anomalies that the honest run does not show, by checker and type. */
export function newIn(judged: Judged, honest: Judged): readonly Shown[] {
  const isKnown = (shown: Shown): boolean =>
    honest.anomalies.some(({ checker, type }) => checker === shown.checker && type === shown.type);
  return judged.anomalies.filter(shown => !isKnown(shown));
}
