/** Runs without a bug, over all workloads and nemeses: none may be invalid. */
import { nemeses } from '../nemesis/registry.ts';
import type { TestPlan } from '../src/runner/plan.ts';
import { workloads } from '../workloads/registry.ts';
import { simPlan } from './sim-plan.ts';
import type { Sim } from './sim-pool.ts';
import type { Judged } from './sim-task.ts';

/** Short and full of faults: what goes wrong goes wrong about them. */
const LOAD_S = 15;
const INTERVAL_S = 3;
const RATE = 60;

export interface HonestRun {
  readonly plan: TestPlan;
  readonly judged: Judged;
}

/** `count` seeds, workload after workload, each time under the next combination of faults. */
export function honestPlans(count: number, firstSeed = 1): readonly TestPlan[] {
  return Array.from({ length: count }, (_, at) => honestPlan(firstSeed + at));
}

function honestPlan(seed: number): TestPlan {
  const round = Math.floor((seed - 1) / workloads.length);
  const combinations = combinationsOf(nemeses.map(({ name }) => name));
  return simPlan({
    workload: at(workloads, seed - 1).name,
    nemeses: at(combinations, round),
    nodes: seed % 2 === 0 ? 3 : 5,
    observers: seed % 3 === 0 ? 1 : 0,
    clients: seed % 4 === 0 ? 'roaming' : 'pinned',
    timeLimitMs: LOAD_S * 1000,
    nemesisIntervalMs: INTERVAL_S * 1000,
    rate: RATE,
    seed,
  });
}

/** All together, then each alone. */
function combinationsOf(names: readonly string[]): readonly (readonly string[])[] {
  return [names.filter(name => name !== 'none'), ...names.map(name => [name])];
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
