/** Searches for a smaller schedule with which an anomaly still returns, if runs are not exactly repeatable. */
import type { TestPlan } from '../../store/records/plan.ts';
import { smallerSchedules } from './smaller.ts';

export interface Tries {
  /** How often each candidate is run. */
  readonly tries: number;
  /** In how many of these runs the anomaly must return. */
  readonly hits: number;
}

interface Search extends Tries {
  /** Runs the plan once and returns whether the anomaly returned. */
  readonly comesBack: (plan: TestPlan) => Promise<boolean>;
  /** Called with each plan with which the anomaly returned once. */
  readonly found: (plan: TestPlan) => Promise<void>;
  /** Parts of the plan that are likely to show the anomaly, tried first. Default: none. */
  readonly likely?: readonly TestPlan[];
  readonly stop: AbortSignal;
}

export interface Shrunk extends Tries {
  readonly plan: TestPlan;
}

/** Returns the smallest plan with which the anomaly returns often enough, and how often it did; undefined if
 * even the whole plan does not. The search descends from each plan that showed the anomaly once. If none is
 * smaller, that plan is tried the full number of times, and abandoned for the next if it shows the anomaly
 * too seldom. */
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

/** Returns the smallest plan below `plan` that showed the anomaly once. `seen`: the plans already tried, as
 * texts. */
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

/** Tries as often as misses are allowed. */
async function comesBackOnce(plan: TestPlan, { tries, hits, ...search }: Search): Promise<boolean> {
  for (let at = 0; at <= tries - hits && !search.stop.aborted; at++)
    if (await search.comesBack(seeded(plan, at))) return true;
  return false;
}

/** Counts hits; ends early if they can no longer suffice. */
async function hitsOf(plan: TestPlan, { tries, hits, ...search }: Search): Promise<Tries> {
  let found = 0;
  let done = 0;
  while (done < tries && found + (tries - done) >= hits && !search.stop.aborted)
    if (await search.comesBack(seeded(plan, done++))) found++;
  return { hits: found, tries: done };
}

/** Gives each try its own random load. */
function seeded(plan: TestPlan, at: number): TestPlan {
  return { ...plan, seed: (plan.seed + at) | 0 };
}
