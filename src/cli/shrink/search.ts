/** Looks for a smaller schedule by which an anomaly still comes back, where no run repeats itself exactly. */
import type { TestPlan } from '../../store/records/plan.ts';
import { smallerSchedules } from './smaller.ts';

export interface Tries {
  /** How often each candidate is run. */
  readonly tries: number;
  /** In how many of these runs the anomaly must come back. */
  readonly hits: number;
}

interface Search extends Tries {
  /** Whether the anomaly came back in one run of the plan. */
  readonly comesBack: (plan: TestPlan) => Promise<boolean>;
  /** Called with each plan by which the anomaly has come back once. */
  readonly found: (plan: TestPlan) => Promise<void>;
  /** Parts of the plan that are likely to show the anomaly: they are tried first. Default: none. */
  readonly likely?: readonly TestPlan[];
  readonly stop: AbortSignal;
}

export interface Shrunk extends Tries {
  readonly plan: TestPlan;
}

/** Returns the smallest plan by which the anomaly comes back often enough, and how often it did; undefined where even
 *  the whole one does not. A smaller plan is looked for from each by which it came back once. Where nothing smaller
 *  is left, the plan is tried as often as is asked for; one that is not good enough is given up for the next. */
export async function shrinkSchedule(plan: TestPlan, search: Search): Promise<Shrunk | undefined> {
  const seen = new Set<string>();
  for (const part of [...(search.likely ?? []), plan]) {
    seen.add(JSON.stringify(part));
    const found = (await comesBackOnce(part, search))
      ? await smallest(part, search, seen)
      : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The smallest below `plan`, by which the anomaly came back once. `seen`: the plans that were tried, as texts. */
async function smallest(
  plan: TestPlan,
  search: Search,
  seen: Set<string>,
): Promise<Shrunk | undefined> {
  await search.found(plan);
  for (const candidate of smallerSchedules(plan)) {
    const text = JSON.stringify(candidate);
    if (seen.has(text)) continue;
    seen.add(text);
    if (!(await comesBackOnce(candidate, search))) continue;
    const found = await smallest(candidate, search, seen);
    if (found !== undefined) return found;
  }
  const hits = await hitsOf(plan, search);
  return hits.hits >= search.hits && !search.stop.aborted ? { plan, ...hits } : undefined;
}

/** Tries as often as may fail. */
async function comesBackOnce(plan: TestPlan, { tries, hits, ...search }: Search): Promise<boolean> {
  for (let at = 0; at <= tries - hits && !search.stop.aborted; at++)
    if (await search.comesBack(seeded(plan, at))) return true;
  return false;
}

/** Ends early where the hits can no longer be enough. */
async function hitsOf(plan: TestPlan, { tries, hits, ...search }: Search): Promise<Tries> {
  let found = 0;
  let done = 0;
  while (done < tries && found + (tries - done) >= hits && !search.stop.aborted)
    if (await search.comesBack(seeded(plan, done++))) found++;
  return { hits: found, tries: done };
}

/** Each try has a load of its own. */
function seeded(plan: TestPlan, at: number): TestPlan {
  return { ...plan, seed: (plan.seed + at) | 0 };
}
