/** Finds the parts of a run that its plan names. */
import type { Clock } from '../../clock.ts';
import type { Checker, Skipped, Target, Workload, WorkloadOptions } from '../../contract.ts';
import type { TargetEntry } from '../../ensemble/entry.ts';
import type { ProfileEntry } from '../../ensemble/profile-entry.ts';
import { targets } from '../../ensemble/registry.ts';
import type { Log } from '../../log.ts';
import { type Random, seededRandom } from '../../random.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { UsageError } from '../exit.ts';
import type { Repertoire } from '../modules/repertoire.ts';
import { named } from '../named.ts';
import { partIn } from '../options/plan-parts.ts';

/** The entries among which a plan's workload and checkers are found. */
type Known = Pick<Repertoire, 'workload' | 'checker' | 'profile'>;

/** Returns the workload with the checkers that the plan adds; `random` supplies all of its random choices. */
export function workloadOf(plan: TestPlan, random: Random, repertoire: Known): Workload {
  const entry = named(repertoire.workload, plan.workload);
  const profile = profileIn(plan, repertoire);
  const { reads, keys, concurrency } = plan;
  const options: WorkloadOptions = {
    reads,
    keys,
    concurrency,
    ensemble: ensembleOf(plan, profile),
    random,
  };
  const workload = entry.create({ ...options, ...partIn(plan, entry.takes ?? []) });
  const { checkers } = workload;
  return {
    ...promisedBy(profile, workload, plan),
    checkers: [...checkers, ...addedTo(checkers, plan, repertoire)],
    skipped: [...(workload.skipped ?? []), ...unmodelled(plan)],
  };
}

/** Returns the profile that a plan names; undefined if it names none, or the target is a model. */
function profileIn({ target, profile }: TestPlan, known: Known): ProfileEntry | undefined {
  if (entryOf(target)?.isModel) return undefined;
  return known.profile.find(({ name }) => name === profile);
}

/** Returns the workload with what the profile promises: plain reads of some servers are linearizable. */
function promisedBy(
  profile: ProfileEntry | undefined,
  workload: Workload,
  { reads }: TestPlan,
): Workload {
  const { promised, ...rest } = workload;
  const source = profile?.linearizableReads;
  if (promised !== false || reads !== 'local' || source === undefined) return workload;
  return { ...rest, source };
}

/** A model describes ZooKeeper itself, regardless of the server's profile. */
function unmodelled({ target, profile }: TestPlan): readonly Skipped[] {
  if (profile === undefined || !entryOf(target)?.isModel) return [];
  return [{ name: `profile ${profile}`, why: `the ${target} models only ZooKeeper` }];
}

/** Returns the checkers of a plan that the repertoire has: all except the user's own, if their code is not
 * trusted. */
export function checkersOf(plan: TestPlan, repertoire: Known): readonly Checker[] {
  const isOwn = plan.modules?.some(({ kind }) => kind === 'workload') ?? false;
  if (isOwn && !repertoire.workload.some(({ name }) => name === plan.workload))
    return addedTo([], plan, repertoire);
  return workloadOf(plan, seededRandom(plan.seed), repertoire).checkers;
}

/** @throws UsageError if the workload has a checker of the same name. */
function addedTo(
  own: readonly Checker[],
  { checkers = [] }: TestPlan,
  { checker: known }: Known,
): readonly Checker[] {
  const twin = own.find(({ name }) => checkers.includes(name));
  if (twin === undefined) return known.filter(({ name }) => checkers.includes(name));
  throw new UsageError(
    `--checker: expected a name that no checker of the workload has, found ${twin.name}.`,
  );
}

function ensembleOf(
  { target, server, nodes, observers }: TestPlan,
  profile: ProfileEntry | undefined,
): WorkloadOptions['ensemble'] {
  const { lacks = [], isModel = false } = entryOf(target) ?? {};
  const absent = [...lacks, ...(profile?.lacks ?? [])];
  return { target, server, voters: nodes, observers, lacks: absent, isModel };
}

/** Returns undefined for a target that this version lacks. */
export function entryOf(target: string): TargetEntry | undefined {
  return targets.find(({ name }) => name === target);
}

export function targetOf(plan: TestPlan, { log, clock, repertoire }: TargetMeans): Promise<Target> {
  const entry = named(targets, plan.target);
  const means = { log, clock, seed: plan.seed, profiles: repertoire.profile };
  return entry.open({ ...partIn(plan, entry.takes ?? []), ...means });
}

interface TargetMeans {
  readonly log: Log;
  readonly clock: Clock;
  readonly repertoire: Repertoire;
}
