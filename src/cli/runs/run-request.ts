/** Builds the engine's request for a run from its plan. */
import { lastLook } from '../../client/last-look.ts';
import { changeMembers } from '../../client/members.ts';
import type { Clock } from '../../clock.ts';
import type { Target } from '../../contract.ts';
import { type CheckOptions, checkStored } from '../../judge/check.ts';
import type { Log } from '../../log.ts';
import { seededRandom } from '../../random.ts';
import type { RunObserver, RunRequest } from '../../run/request.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { aimedNemesis } from '../aimed.ts';
import type { Repertoire } from '../modules/repertoire.ts';
import { versionsAt } from '../versions.ts';
import { workloadOf } from './planned.ts';

/** What the plan does not contain. */
interface RunMeans {
  readonly target: Target;
  /** The machine's clock; the run waits by the target's clock if it has one. */
  readonly clock: Clock;
  readonly log: Log;
  /** The new folder of the run. */
  readonly folder: string;
  /** The project's folder, whose commit is stored. */
  readonly from: string;
  readonly checks: CheckOptions;
  /** The entries that the plan names. */
  readonly repertoire: Repertoire;
  readonly observer?: RunObserver;
}

export function requestOf(
  plan: TestPlan,
  { checks, from, repertoire, ...means }: RunMeans,
): RunRequest {
  const { schedule } = plan;
  const random = seededRandom(plan.seed);
  const nemeses = plan.nemeses.map(text => aimedNemesis(repertoire.nemesis, text));
  return {
    ...means,
    plan,
    clock: means.target.clock ?? means.clock,
    random,
    workload: workloadOf(plan, random.stream('workload'), repertoire),
    nemeses: nemeses.map(({ create }) => create),
    faults: nemeses.flatMap(({ entry }) => entry.faults),
    ...(schedule !== undefined && {
      schedule: {
        steps: schedule.steps,
        aimed: text => aimedNemesis(repertoire.nemesis, text).create,
      },
    }),
    versions: versionsAt(from),
    lastLook,
    changeMembers,
    check: path => checkStored(path, checks),
  };
}
