/** The table of faults on a target, as Markdown: each nemesis in a run of its own on 3 nodes, with its strikes and heals, how
 *  many of them were verified, their times, and whether the ensemble served afterwards. What was seen of each strike or heal
 *  that was not verified follows the table.
 *    node dist/test/oracle/faults.js [--target NAME] [--tries COUNT] [NEMESIS...]
 *  Runs are stored in a new folder below that for temporary files. Exits with 1 where a strike or heal was not verified, or a
 *  nemesis never struck. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nemeses } from '../../nemesis/registry.ts';
import { targets } from '../../src/ensemble/registry.ts';
import type { History } from '../../src/history/history.ts';
import {
  isHeal,
  isStrike,
  isVerified,
  type NemesisOperation,
  nemesisOperations,
  reportIn,
} from '../../src/history/nemesis-operations.ts';
import { readTest, readVerdictIfAny } from '../../src/store/results.ts';
import { storedHistory } from '../../src/store/stored-history.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const INTERVAL_S = 4;

export interface FaultRow {
  readonly nemesis: string;
  readonly strikes: Count;
  readonly heals: Count;
  /** How the run ended, and why it shows nothing where it does not. */
  readonly after: string;
  /** A sentence for each strike or heal that was not verified. */
  readonly unverified: readonly string[];
}

interface Count {
  readonly verified: number;
  readonly all: number;
  /** The median time that one takes; NaN where there is none. */
  readonly medianS: number;
}

const HEAD = [
  '| nemesis | strikes verified | time, s | heals verified | time, s | afterwards |',
  '|---|---|---|---|---|---|',
].join('\n');

export function rowText({ nemesis, strikes, heals, after }: FaultRow): string {
  const count = ({ verified, all, medianS }: Count): string =>
    `${verified} of ${all} | ${Number.isNaN(medianS) ? '-' : medianS.toFixed(1)}`;
  return `| ${nemesis} | ${count(strikes)} | ${count(heals)} | ${after} |`;
}

/** The row of a nemesis, from the history of its run. Heals that found nothing to heal are left out. */
export function rowOf(nemesis: string, history: History, after: string): FaultRow {
  const operations = nemesisOperations(history.nemesis);
  const strikes = operations.filter(each => isStrike(each) && !isHeal(each));
  const heals = operations.filter(each => (each.declared?.healed ?? []).length > 0);
  const unverified = operations
    .filter(each => (strikes.includes(each) || heals.includes(each)) && !isVerified(each))
    .map(each => unverifiedText(nemesis, each));
  return { nemesis, strikes: countOf(strikes), heals: countOf(heals), after, unverified };
}

/** Whether the nemesis struck, and every strike and heal was verified. */
export function isGreen({ strikes, unverified }: FaultRow): boolean {
  return strikes.all > 0 && unverified.length === 0;
}

function unverifiedText(nemesis: string, { f, value, callNs, event }: NemesisOperation): string {
  const { seen } = reportIn(event);
  const at = `${f} ${JSON.stringify(value)} at ${(callNs / 1e9).toFixed(1)} s`;
  return `${nemesis}: ${at} was not verified; seen: ${JSON.stringify(seen) ?? event.error?.message ?? 'nothing'}`;
}

function countOf(operations: readonly NemesisOperation[]): Count {
  const seconds = operations
    .map(({ callNs, returnNs }) => (returnNs - callNs) / 1e9)
    .sort((a, b) => a - b);
  return {
    verified: operations.filter(isVerified).length,
    all: operations.length,
    medianS: seconds[Math.floor(seconds.length / 2)] ?? Number.NaN,
  };
}

async function tableOf(target: string, tries: number, names: readonly string[]): Promise<boolean> {
  const cannot = targets.find(({ name }) => name === target)?.cannot ?? [];
  const wanted = nemeses.filter(
    ({ name }) => name !== 'none' && (names.length === 0 || names.includes(name)),
  );
  console.log(HEAD);
  const rows: FaultRow[] = [];
  for (const { name, faults } of wanted) {
    if (faults.some(fault => cannot.includes(fault))) {
      console.log(`| ${name} | refused | | | | |`);
      continue;
    }
    const row = await tried(name, target, tries);
    rows.push(row);
    console.log(rowText(row));
  }
  for (const line of rows.flatMap(({ unverified }) => unverified)) console.log(`\n${line}`);
  return rows.every(isGreen);
}

/** Runs a nemesis for as long as `tries` strikes take, each with its heal. */
async function tried(nemesis: string, target: string, tries: number): Promise<FaultRow> {
  const folder = mkdtempSync(join(tmpdir(), `zoobreak-${target}-${nemesis}-`));
  const flags = { workload: 'register', nemesis, target, nodes: 3, seed: 1 };
  const times = { 'time-limit': tries * 2 * INTERVAL_S, 'nemesis-interval': INTERVAL_S };
  const words = Object.entries({ ...flags, ...times }).map(([flag, value]) => `--${flag}=${value}`);
  const { stderr } = spawnSync(process.execPath, [MAIN, 'run', ...words, '--quiet'], {
    cwd: folder,
  });
  const run = join(folder, 'results', 'latest');
  const verdict = await readVerdictIfAny(run).catch(() => undefined);
  if (verdict === undefined) throw new Error(`${nemesis}: expected a run, found ${stderr}`);
  const { ending } = await readTest(run);
  const why = verdict.checks.flatMap(({ verdict: each }) =>
    each.valid === 'unknown' ? [each.why] : [],
  );
  const after = [ending, String(verdict.valid), ...why].join(': ');
  return rowOf(nemesis, (await storedHistory(run)).history, after);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      target: { type: 'string', default: targets[0].name },
      tries: { type: 'string', default: '10' },
    },
  });
  const allGreen = await tableOf(values.target, Number(values.tries), positionals);
  process.exitCode = allGreen ? 0 : 1;
}
