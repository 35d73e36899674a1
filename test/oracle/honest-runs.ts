/** Runs without a bug, over all workloads and nemeses: none may be invalid. */
import { nemeses } from '../../nemesis/registry.ts';
import { sim as simEntry } from '../../src/ensemble/sim/entry.ts';
import { modelSupports } from '../../src/ensemble/sim/unmodelled.ts';
import { type Random, seededRandom } from '../../src/random.ts';
import type { TestPlan } from '../../src/store/records/plan.ts';
import type { WorkloadEntry } from '../../workloads/entry.ts';
import { workloads } from '../../workloads/registry.ts';
import { simPlan } from './sim-plan.ts';
import type { Sim } from './sim-pool.ts';
import type { Judged } from './sim-task.ts';

/** Short and full of faults, and long enough for what workloads wait for, such as the end of a session. */
const LOAD_S = { from: 15, below: 40 };
const MOST_FAULTS = 6;
const INTERVAL_MS = { from: 500, below: 5_500 };

/** Workloads that can show something on the sim. */
const drawn: readonly WorkloadEntry[] = workloads.filter(
  ({ requires = [] }) =>
    !simEntry.lacks?.some(({ name }) => requires.some(feature => feature === name)),
);

/** Faults that the sim has a place for. */
const faults: readonly string[] = nemeses
  .filter(
    ({ name, faults: kinds }) => name !== 'none' && kinds.every(kind => modelSupports(kind).ok),
  )
  .map(({ name }) => name);

export interface HonestRun {
  readonly plan: TestPlan;
  readonly judged: Judged;
}

/** `count` seeds, workload after workload, each under faults and on an ensemble of its own. */
export function honestPlans(count: number = drawn.length, firstSeed = 1): readonly TestPlan[] {
  return Array.from({ length: count }, (_, at) => honestPlan(firstSeed + at));
}

function honestPlan(seed: number): TestPlan {
  const random = seededRandom(seed).stream('plan');
  const { name: workload, atLeast = {} } = at(drawn, seed - 1);
  const leastObservers = atLeast.observers ?? 0;
  const nemesis = someOf(random, faults);
  const nodes = random.pick([2, 3, 3, 4, 5]);
  const observers = Math.max(leastObservers, random.pick([0, 0, 1]));
  return simPlan({
    workload,
    nemeses: leastObservers > 0 ? withVoters(nemesis) : nemesis,
    nodes,
    observers,
    concurrency: Math.max(nodes + observers, random.pick([5, 6, 10, 12])),
    clients: random.pick(['pinned', 'pinned', 'roaming']),
    sessionTimeoutMs: random.pick([4_000, 6_000, 10_000]),
    timeLimitMs: between(random, LOAD_S) * 1000,
    nemesisIntervalMs: between(random, INTERVAL_MS),
    rate: random.pick([50, 100, 200]),
    seed,
  });
}

/** Few enough that the ensemble serves now and then; none at all for one in seven. */
function someOf(random: Random, names: readonly string[]): readonly string[] {
  const some = random.shuffle(names).slice(0, random.intBelow(MOST_FAULTS + 1));
  return some.length > 0 ? some : ['none'];
}

/** Adds the fault without which observers never stand against a majority that is gone. */
function withVoters(names: readonly string[]): readonly string[] {
  return [...new Set([...names.filter(name => name !== 'none'), 'voters'])];
}

function between(random: Random, { from, below }: typeof LOAD_S): number {
  return from + random.intBelow(below - from);
}

function at<T>(items: readonly T[], position: number): T {
  const item = items[position % items.length];
  if (item === undefined) throw new RangeError('expected at least one item, found none');
  return item;
}

/** `told` hears of each run as it ends. */
export function honestRuns(
  plans: readonly TestPlan[],
  sim: Sim,
  told: (run: HonestRun) => void,
): Promise<readonly HonestRun[]> {
  return Promise.all(
    plans.map(async plan => {
      const run = { plan, judged: await sim(plan) };
      told(run);
      return run;
    }),
  );
}

/** Markdown: a row a workload, and all. */
export function honestTable(runs: readonly HonestRun[]): readonly string[] {
  return [
    '| workload | runs | valid | unknown | invalid |',
    '|---|---|---|---|---|',
    ...drawn.map(({ name }) =>
      rowText(
        name,
        runs.filter(({ plan }) => plan.workload === name),
      ),
    ),
    rowText('**all**', runs),
  ];
}

function rowText(name: string, runs: readonly HonestRun[]): string {
  const count = (valid: Judged['valid']): number =>
    runs.filter(({ judged }) => judged.valid === valid).length;
  return `| ${[name, runs.length, count(true), count('unknown'), count(false)].join(' | ')} |`;
}
