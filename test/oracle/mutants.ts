/** The mutation table: for each bug that can be planted in the sim, the first seed at which the workload
 *  and the faults named for it show it, and how many seconds of virtual time that took; as Markdown.
 *    node dist/test/oracle/mutants.js [NAME...]        these bugs, or all
 *    node dist/test/oracle/mutants.js --again FILE     all, the seed that the table in that file names first
 *    node dist/test/oracle/mutants.js --honest COUNT [FIRST]   so many seeds over all workloads and nemeses
 *  Exits with 1 where a bug was not found or not named rightly, or a violation where there is none. */
import { readFileSync } from 'node:fs';
import { runCommand } from '../../src/cli/options/command-line.ts';
import type { Bug } from '../../src/ensemble/sim/bug.ts';
import { bugs } from '../../src/ensemble/sim/bugs.ts';
import type { TestPlan } from '../../src/store/records/plan.ts';
import { type HonestRun, honestPlans, honestRuns, honestTable } from './honest-runs.ts';
import { find, isGreen, mutationTable, type Row, rowText } from './mutation-table.ts';
import { type Sim, withSims } from './sim-pool.ts';

const PROGRESS_EVERY = 25;

const [first, second, ...others] = process.argv.slice(2);
const isDone = await withSims(sim => {
  if (first === '--honest') return honest(honestPlans(Number(second), Number(others[0] ?? 1)), sim);
  if (first === '--again') {
    const before = seedsIn(String(second));
    return mutants(bugs, bug => find(bug, sim, before.get(bug.name)));
  }
  const names = [first, second, ...others].filter(name => name !== undefined);
  const chosen = bugs.filter(({ name }) => names.length === 0 || names.includes(name));
  return mutants(chosen, bug => find(bug, sim));
});
process.exitCode = isDone ? 0 : 1;

async function mutants(chosen: readonly Bug[], look: (bug: Bug) => Promise<Row>): Promise<boolean> {
  const rows = await Promise.all(
    chosen.map(async bug => {
      const row = await look(bug);
      note(`${rowText(row)} ${row.shown?.seen ?? ''}`);
      return row;
    }),
  );
  say(mutationTable(rows));
  return rows.every(isGreen);
}

/** By bug, of the rows `| bug | promise | workload | nemeses | seed | ...`. */
function seedsIn(path: string): ReadonlyMap<string, number> {
  const rows = readFileSync(path, 'utf8').matchAll(/^\| (\S+) (?:\|[^|]*){3}\| (\d+) \|/gm);
  return new Map(Array.from(rows, ([, name = '', seed]) => [name, Number(seed)]));
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
