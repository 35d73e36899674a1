/** The mutation table: for each bug that can be planted in the sim, the first seed at which the workload
 *  and the faults named for it show it, and how many seconds of virtual time that took; as Markdown.
 *    node dist/bench/mutants.js [NAME...]        these bugs, or all
 *    node dist/bench/mutants.js --honest COUNT   COUNT seeds of every workload without a bug
 *  Exits with 1 where a bug was not found, or a violation where there is none. */
import { nemeses } from '../nemesis/registry.ts';
import type { Bug } from '../src/ensemble/sim/bug.ts';
import { bugs } from '../src/ensemble/sim/bugs.ts';
import { decodeEvent } from '../src/history/jsonl.ts';
import type { TestPlan } from '../src/runner/plan.ts';
import { workloads } from '../workloads/registry.ts';
import { simPlan } from './sim-plan.ts';
import { type Simulated, simulate } from './simulate.ts';

const SEEDS = 20;
/** Mean seconds between two acts of a nemesis, where a bug does not say otherwise. */
const INTERVAL_S = 5;

interface Found {
  readonly seed: number;
  /** Of the last operation of the anomaly. */
  readonly seconds: number;
  readonly anomaly: string;
}

async function find(bug: Bug): Promise<Found | undefined> {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const found = foundIn(await simulate(planOf(bug, seed)), seed);
    if (found !== undefined) return found;
  }
  return undefined;
}

function planOf({ name, shownBy }: Bug, seed: number): TestPlan {
  const { nemesisInterval = INTERVAL_S, ...others } = shownBy ?? {};
  return simPlan({ ...others, nemesisIntervalMs: nemesisInterval * 1000, bug: name, seed });
}

function foundIn({ history, verdicts }: Simulated, seed: number): Found | undefined {
  for (const { verdict } of verdicts) {
    if (verdict.valid !== false) continue;
    const [{ type, operations }] = verdict.anomalies;
    const last = Math.max(...operations);
    const seconds = decodeEvent(history.split('\n')[last] ?? '{}', last).time / 1e9;
    return { seed, seconds, anomaly: type };
  }
  return undefined;
}

async function mutants(chosen: readonly Bug[]): Promise<boolean> {
  say(
    '| bug | promise | workload | nemeses | seed | virtual s | anomaly |',
    '|---|---|---|---|---|---|---|',
  );
  let all = true;
  for (const bug of chosen) {
    const found = bug.shownBy === undefined ? undefined : await find(bug);
    const { workload = 'none yet', nemeses = [] } = bug.shownBy ?? {};
    const cells = [bug.name, bug.promise, workload, nemeses.join(', ')];
    say(`| ${[...cells, ...resultOf(bug, found)].join(' | ')} |`);
    all &&= found !== undefined || bug.shownBy === undefined;
  }
  return all;
}

function resultOf({ shownBy }: Bug, found: Found | undefined): readonly string[] {
  if (shownBy === undefined) return ['', '', 'not looked for'];
  if (found === undefined) return [`none of ${SEEDS}`, '', 'NOT FOUND'];
  return [String(found.seed), found.seconds.toFixed(1), found.anomaly];
}

/** Every workload under every fault, and no bug. */
async function honest(count: number): Promise<boolean> {
  say('| workload | valid | unknown | invalid |', '|---|---|---|---|');
  let all = true;
  for (const { name } of workloads) {
    const tally = await tallyOf(name, count);
    say(`| ${name} | ${tally.true} | ${tally.unknown} | ${tally.false} |`);
    all &&= tally.false === 0;
  }
  return all;
}

async function tallyOf(workload: string, count: number): Promise<Record<string, number>> {
  const tally: Record<string, number> = { true: 0, unknown: 0, false: 0 };
  for (let seed = 1; seed <= count; seed++) {
    const { verdicts } = await simulate(honestPlan(workload, seed));
    for (const { verdict } of verdicts) {
      tally[String(verdict.valid)] = (tally[String(verdict.valid)] ?? 0) + 1;
      if (verdict.valid === false)
        process.stderr.write(`${workload}, seed ${seed}: ${verdict.anomalies[0].seen}\n`);
    }
  }
  return tally;
}

function honestPlan(workload: string, seed: number): TestPlan {
  const observers = seed % 3 === 0 ? 1 : 0;
  const clients = seed % 4 === 0 ? 'roaming' : 'pinned';
  return simPlan({
    workload,
    nemeses: nemeses.map(({ name }) => name),
    nodes: seed % 2 === 0 ? 3 : 5,
    nemesisIntervalMs: INTERVAL_S * 1000,
    observers,
    clients,
    seed,
  });
}

function say(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

const [first, count, ...others] = process.argv.slice(2);
const names = [first, count, ...others].filter(name => name !== undefined);
const chosen = bugs.filter(({ name }) => names.length === 0 || names.includes(name));
const done = first === '--honest' ? await honest(Number(count)) : await mutants(chosen);
process.exitCode = done ? 0 : 1;
