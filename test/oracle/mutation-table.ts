/** For each bug the first run that shows it: by the workload named for it or by `api`, at short and then at
 *  long runs of the first seeds. */
import { type Bug, SHOWN_ON } from '../../src/ensemble/sim/bug.ts';
import type { TestPlan } from '../../src/store/records/plan.ts';
import { type Baseline, newIn } from './baseline.ts';
import { simPlan } from './sim-plan.ts';
import type { Sim } from './sim-pool.ts';
import type { Shown } from './sim-task.ts';

const SEEDS = 5;
/** Seconds of load: of the first two seeds, and then of all. */
const SHORT_S = 8;
const LONG_S = 60;

/** A row of the table: what was found, if anything was. */
export interface Row {
  readonly bug: Bug;
  readonly found?: Found;
  /** Why a run was none, where one was. */
  readonly crash?: string;
}

interface Found {
  readonly plan: TestPlan;
  readonly shown: Shown;
  readonly isNamedRightly: boolean;
}

/** Where a bug was found before. */
export interface Before {
  readonly workload: string;
  readonly seconds: number;
  readonly seed: number;
}

interface Search {
  readonly sim: Sim;
  readonly baseline: Baseline;
  readonly before?: Before | undefined;
}

/** Tries the runs in turn until one shows an anomaly of an expected type. */
export async function find(bug: Bug, search: Search): Promise<Row> {
  let row: Row = { bug };
  for (const plan of plansFor(bug, search.before)) {
    row = { ...row, ...(await look(bug, plan, search)) };
    if (row.found?.isNamedRightly) return row;
  }
  return row;
}

async function look(bug: Bug, plan: TestPlan, { sim, baseline }: Search): Promise<Partial<Row>> {
  try {
    const judged = await sim(plan);
    if (judged.anomalies.length === 0) return {};
    const anomalies = newIn(judged, await baseline(plan));
    const named = anomalies.find(({ type }) => bug.shownBy.anomalies.some(each => each === type));
    const shown = named ?? anomalies[0];
    return shown === undefined
      ? {}
      : { found: { plan, shown, isNamedRightly: named !== undefined } };
  } catch (error) {
    return { crash: error instanceof Error ? error.message : String(error) };
  }
}

function plansFor(bug: Bug, before: Before | undefined): readonly TestPlan[] {
  const workloads = [...new Set([bug.shownBy.workload, 'api'])];
  const seeds = Array.from({ length: SEEDS }, (_, at) => at + 1);
  const runs = [
    ...(before === undefined ? [] : [before]),
    ...[SHORT_S, LONG_S].flatMap(seconds =>
      seeds
        .slice(0, seconds === SHORT_S ? 2 : SEEDS)
        .flatMap(seed => workloads.map(workload => ({ workload, seconds, seed }))),
    ),
  ];
  return runs.map(run => planOf(bug, run));
}

function planOf({ name, shownBy }: Bug, { workload, seconds, seed }: Before): TestPlan {
  const { nemesisInterval, anomalies: _, ...others } = { ...SHOWN_ON, ...shownBy };
  return simPlan({
    ...others,
    workload,
    timeLimitMs: seconds * 1000,
    nemesisIntervalMs: nemesisInterval * 1000,
    bug: name,
    seed,
  });
}

/** Found, and called by a name that says what is broken. */
export function isGreen({ found }: Row): boolean {
  return found?.isNamedRightly === true;
}

/** Markdown: a row a bug, and the sums. */
export function mutationTable(rows: readonly Row[]): readonly string[] {
  const found = rows.filter(row => row.found !== undefined);
  const share = (part: readonly Row[]): string =>
    `${part.length} of ${rows.length} (${((100 * part.length) / rows.length).toFixed(1)} %)`;
  return [
    '| bug | promise | workload | nemeses | load s | seed | check | anomaly |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map(rowText),
    '',
    `Found: ${share(found)}. Found and named rightly: ${share(found.filter(isGreen))}. ` +
      `Median seed of those found: ${medianSeed(found)}.`,
  ];
}

function medianSeed(found: readonly Row[]): number | undefined {
  const seeds = found.flatMap(row => row.found?.plan.seed ?? []).toSorted((a, b) => a - b);
  return seeds[Math.floor(seeds.length / 2)];
}

export function rowText({ bug, found, crash }: Row): string {
  const { nemeses, workload } = bug.shownBy;
  const cells =
    found === undefined
      ? [workload, nemeses.join(', '), '', '', '', crash === undefined ? 'NOT FOUND' : 'CRASH']
      : resultOf(found);
  return `| ${[bug.name, bug.promise, ...cells].join(' | ')} |`;
}

function resultOf({ plan, shown, isNamedRightly }: Found): readonly string[] {
  const { workload, nemeses, timeLimitMs, seed } = plan;
  const { checker, type } = shown;
  const name = isNamedRightly ? type : `NOT ${type}`;
  return [workload, nemeses.join(', '), `${timeLimitMs / 1000}`, `${seed}`, checker, name];
}
