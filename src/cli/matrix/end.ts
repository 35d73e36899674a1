/** Combines the results of a matrix's cells, or of all its shards. */
import { relative } from 'node:path';
import type { AllReports } from '../../report/reporter.ts';
import type { CrashReport, RunReport } from '../../report/run-report.ts';
import { identityOf } from '../../store/identity.ts';
import type { Cell, CellOutcome, CellRecord } from '../../store/matrix-record.ts';
import { readTest } from '../../store/results.ts';
import { EXIT, worst } from '../exit.ts';
import { runCommand } from '../options/command-line.ts';
import { together } from '../runs/ended-runs.ts';
import { storedReport } from '../runs/stored-report.ts';

const CODES: Readonly<Record<CellOutcome, number>> = {
  valid: EXIT.valid,
  invalid: EXIT.invalid,
  unknown: EXIT.unknown,
  crash: EXIT.crash,
  interrupted: EXIT.interrupted,
  'not run': EXIT.unknown,
};

/** Returns the exit code: crash outweighs invalid, invalid outweighs unknown, unknown outweighs valid; a cell
 * that did not run is unknown. */
export function codeOf(cells: readonly CellRecord[]): number {
  return worst(cells.map(({ outcome }) => CODES[outcome]));
}

/** `INVALID register, partition+kill, 3.9.6, seed 7: results/...` */
export function cellLine(cell: CellRecord, from: string): string {
  const { outcome, folder } = cell;
  const where = folder === undefined ? '' : `: ${relative(from, folder)}`;
  return `${outcome.toUpperCase()} ${settingOfCell(cell)}${where}`;
}

function settingOfCell({ workload, nemesis, server, seed }: CellRecord): string {
  return `${workload}, ${nemesis.join('+')}, ${server}, seed ${seed}`;
}

/** Returns the report of a cell whose run has a verdict. */
export async function reportOfCell(
  { outcome, folder }: CellRecord,
  from: string,
): Promise<RunReport | undefined> {
  const hasVerdict = outcome === 'valid' || outcome === 'invalid' || outcome === 'unknown';
  return hasVerdict && folder !== undefined ? storedReport(folder, from) : undefined;
}

/** Returns the data for reporters at the end. Cells that ran without a verdict are among the crashes. */
export async function endOf(cells: readonly CellRecord[], from: string): Promise<AllReports> {
  const begun = cells.filter(({ outcome }) => outcome !== 'not run');
  const all = together(
    await Promise.all(
      begun.map(async cell => (await reportOfCell(cell, from)) ?? (await crashOf(cell, from))),
    ),
  );
  return begun.length < cells.length && all.valid === true ? { ...all, valid: 'unknown' } : all;
}

async function crashOf(cell: CellRecord, from: string): Promise<CrashReport> {
  const { folder, outcome } = cell;
  const test = folder === undefined ? undefined : await readTest(folder).catch(() => undefined);
  const { name, setting } = test === undefined ? unstarted(cell) : identityOf(test);
  return {
    name,
    setting,
    folder: folder === undefined ? '-' : relative(from, folder),
    why: test?.crash ?? outcome,
    again: test === undefined ? cellCommand(cell) : runCommand(test.plan),
  };
}

/** Describes a cell whose run stored no plan. */
function unstarted({
  workload,
  nemesis,
  server,
  seed,
}: Cell): Pick<CrashReport, 'name' | 'setting'> {
  return { name: `${workload}-${nemesis.join('+')}`, setting: { server, seed: `${seed}` } };
}

function cellCommand({ workload, nemesis, server, seed }: Cell): string {
  return `npx zoobreak run --workload ${workload} --nemesis ${nemesis.join(',')} --server ${server} --seed ${seed}`;
}
