/** For each bug the first seed at which the workload and the faults named for it show it. */
import { type Bug, SHOWN_ON } from '../../src/ensemble/sim/bug.ts';
import type { TestPlan } from '../../src/store/records/plan.ts';
import { simPlan } from './sim-plan.ts';
import type { Sim } from './sim-pool.ts';
import type { Shown } from './sim-task.ts';

export const SEEDS = 20;
/** Of each run. */
const LOAD_S = 60;

/** A row of the table: what was found, if anything was. */
export interface Row {
  readonly bug: Bug;
  readonly seed?: number;
  readonly shown?: Shown;
}

/** Tries the seeds in turn, after the one at which it was found before. */
export async function find(bug: Bug, sim: Sim, before?: number): Promise<Row> {
  const seeds = Array.from({ length: SEEDS }, (_, at) => at + 1);
  for (const seed of before === undefined ? seeds : [before, ...seeds]) {
    const { shown } = await sim(planOf(bug, seed));
    if (shown !== undefined) return { bug, seed, shown };
  }
  return { bug };
}

function planOf({ name, shownBy }: Bug, seed: number): TestPlan {
  const { nemesisInterval, anomalies: _, ...others } = { ...SHOWN_ON, ...shownBy };
  return simPlan({
    ...others,
    timeLimitMs: LOAD_S * 1000,
    nemesisIntervalMs: nemesisInterval * 1000,
    bug: name,
    seed,
  });
}

/** Found, and called by a name that says what is broken. */
export function isGreen({ bug, shown }: Row): boolean {
  return bug.shownBy.anomalies.some(type => type === shown?.type);
}

/** Markdown: a row a bug, and the medians. */
export function mutationTable(rows: readonly Row[]): readonly string[] {
  const found = rows.flatMap(row => (row.seed === undefined ? [] : [{ ...row, seed: row.seed }]));
  const seeds = found.map(({ seed }) => seed);
  const seconds = found.map(secondsOf);
  return [
    '| bug | promise | workload | nemeses | seed | virtual s | anomaly |',
    '|---|---|---|---|---|---|---|',
    ...rows.map(rowText),
    '',
    `${rows.filter(isGreen).length} of ${rows.length} bugs are found and named rightly. Median: seed ` +
      `${median(seeds)}, ${median(seconds).toFixed(1)} virtual seconds; the most: seed ` +
      `${Math.max(...seeds)}, ${Math.max(...seconds).toFixed(1)} virtual seconds.`,
  ];
}

/** To detection: the whole load of the seeds before it, and its own up to the anomaly. */
function secondsOf({ seed = 1, shown }: Row): number {
  return (seed - 1) * LOAD_S + (shown?.seconds ?? 0);
}

export function rowText(row: Row): string {
  const { bug, seed, shown } = row;
  const { workload, nemeses } = bug.shownBy;
  const result =
    shown === undefined
      ? [`none of ${SEEDS}`, '', 'NOT FOUND']
      : [`${seed}`, secondsOf(row).toFixed(1), isGreen(row) ? shown.type : `NOT ${shown.type}`];
  return `| ${[bug.name, bug.promise, workload, nemeses.join(', '), ...result].join(' | ')} |`;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
