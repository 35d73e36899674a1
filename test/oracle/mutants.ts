/** The mutation tables, as Markdown: for each bug that can be planted in the sim, and for each mutant of its
 *  code and of its replies, the first run that shows it.
 *    node dist/test/oracle/mutants.js [NAME...]            these bugs, or all
 *    node dist/test/oracle/mutants.js --again FILE [NAME...] these bugs, or all, from the runs in that file on
 *    node dist/test/oracle/mutants.js --auto [COUNT] [SEED] COUNT mutants drawn by the seed, or all
 *    node dist/test/oracle/mutants.js --honest COUNT [FIRST] COUNT seeds over all workloads and nemeses
 *  Exits with 1 where a bug was not found or not named rightly, a mutant that clients could notice was not
 *  found, or there was a violation where there is no bug. */
import { readFileSync } from 'node:fs';
import { runCommand } from '../../src/cli/options/command-line.ts';
import type { Bug } from '../../src/ensemble/sim/bug.ts';
import { bugs } from '../../src/ensemble/sim/bugs.ts';
import type { TestPlan } from '../../src/store/records/plan.ts';
import { autoMutants, autoRowText, autoTable, findAuto } from './auto-mutants.ts';
import { baselineOf } from './baseline.ts';
import { type HonestRun, honestPlans, honestRuns, honestTable } from './honest-runs.ts';
import { type Before, find, isGreen, mutationTable, type Row, rowText } from './mutation-table.ts';
import { eachOf, type Sim, withSims } from './sim-pool.ts';

const PROGRESS_EVERY = 25;

const [first, second, ...others] = process.argv.slice(2);
const isDone = await withSims(sim => {
  if (first === '--honest') return honest(honestPlans(Number(second), Number(others[0] ?? 1)), sim);
  const baseline = baselineOf(sim);
  if (first === '--auto') {
    const count = second === undefined ? undefined : Number(second);
    return auto(autoMutants(count, Number(others[0] ?? 1)), id => findAuto(id, sim, baseline));
  }
  if (first === '--again') {
    const before = runsIn(String(second));
    const look = (bug: Bug) => find(bug, { sim, baseline, before: before.get(bug.name) });
    return mutants(named(others), look);
  }
  const names = [first, second, ...others].filter(name => name !== undefined);
  return mutants(named(names), bug => find(bug, { sim, baseline }));
});
process.exitCode = isDone ? 0 : 1;

/** The bugs of these names, or all. @throws RangeError where a name is unknown. */
function named(names: readonly string[]): readonly Bug[] {
  const unknown = names.filter(name => !bugs.some(bug => bug.name === name));
  if (unknown.length > 0)
    throw new RangeError(`expected names of \`zoobreak list bugs\`, found ${unknown.join(', ')}`);
  return names.length === 0 ? bugs : bugs.filter(({ name }) => names.includes(name));
}

async function mutants(chosen: readonly Bug[], look: (bug: Bug) => Promise<Row>): Promise<boolean> {
  const rows = await eachOf(chosen, async bug => {
    const row = await look(bug);
    note(`${rowText(row)} ${row.found?.shown.seen ?? row.crash ?? ''}`);
    return row;
  });
  say(mutationTable(rows));
  return rows.every(isGreen);
}

async function auto(
  ids: readonly string[],
  look: (id: string) => ReturnType<typeof findAuto>,
): Promise<boolean> {
  const rows = await eachOf(ids, async id => {
    const row = await look(id);
    note(`${autoRowText(row)} ${row.shown?.seen ?? row.crash ?? ''}`);
    return row;
  });
  say(autoTable(rows));
  return rows.every(({ fate }) => fate !== 'missed');
}

/** Returns the runs by bug, from the rows `| bug | promise | workload | nemeses | load s | seed | ...`. */
function runsIn(path: string): ReadonlyMap<string, Before> {
  const rows = readFileSync(path, 'utf8').matchAll(
    /^\| (\S+) \|[^|]*\| (\S+) \|[^|]*\| (\d+) \| (\d+) \|/gm,
  );
  return new Map(
    Array.from(rows, ([, name = '', workload = '', seconds, seed]) => [
      name,
      { workload, seconds: Number(seconds), seed: Number(seed) },
    ]),
  );
}

async function honest(plans: readonly TestPlan[], sim: Sim): Promise<boolean> {
  let done = 0;
  const runs = await honestRuns(plans, sim, ({ plan, judged }: HonestRun) => {
    const { shown, why } = judged;
    if (++done % PROGRESS_EVERY === 0) note(`${done} of ${plans.length}`);
    if (judged.valid === true) return;
    note(`${judged.valid}: ${shown?.checker ?? ''} ${shown?.seen ?? why}\n  ${runCommand(plan)}`);
  });
  say(honestTable(runs));
  return runs.every(({ judged }) => judged.valid !== false);
}

function say(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
