/** Runs without a bug, over all workloads and nemeses: none may be invalid. */
import { nemeses } from '../../nemesis/registry.ts';
import { type Random, seededRandom } from '../../src/random.ts';
import type { TestPlan } from '../../src/store/records/plan.ts';
import { workloads } from '../../workloads/registry.ts';
import { simPlan } from './sim-plan.ts';
import type { Sim } from './sim-pool.ts';
import type { Judged } from './sim-task.ts';

/** Short and full of faults: what goes wrong goes wrong about them. */
const LOAD_S = { from: 5, below: 25 };
const INTERVAL_MS = { from: 500, below: 5_500 };

export interface HonestRun {
  readonly plan: TestPlan;
  readonly judged: Judged;
}

/** `count` seeds, workload after workload, each under faults and on an ensemble of its own. */
export function honestPlans(count: number, firstSeed = 1): readonly TestPlan[] {
  return Array.from({ length: count }, (_, at) => honestPlan(firstSeed + at));
}

function honestPlan(seed: number): TestPlan {
  const random = seededRandom(seed).stream('plan');
  const faults = nemeses.map(({ name }) => name).filter(name => name !== 'none');
  return simPlan({
    workload: at(workloads, seed - 1).name,
    nemeses: someOf(random, faults),
    nodes: random.pick([2, 3, 3, 4, 5]),
    observers: random.pick([0, 0, 1]),
    concurrency: random.pick([5, 6, 10, 12]),
    clients: random.pick(['pinned', 'pinned', 'roaming']),
    sessionTimeoutMs: random.pick([4_000, 6_000, 10_000]),
    timeLimitMs: between(random, LOAD_S) * 1000,
    nemesisIntervalMs: between(random, INTERVAL_MS),
    rate: random.pick([50, 100, 200]),
    seed,
  });
}

/** Each of them or not; none at all now and then. */
function someOf(random: Random, names: readonly string[]): readonly string[] {
  const some = names.filter(() => random.intBelow(2) === 0);
  return some.length > 0 ? some : ['none'];
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
    ...workloads.map(({ name }) =>
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
