/** A run on the sim from its plan to its verdicts, in this process: what tests and the mutation table repeat. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nemeses } from '../../nemesis/registry.ts';
import { BUILT_IN } from '../../src/cli/modules/repertoire.ts';
import { workloadOf } from '../../src/cli/runs/planned.ts';
import { systemClock } from '../../src/clock.ts';
import type { Budget, Checker, Verdict } from '../../src/contract.ts';
import { simTarget } from '../../src/ensemble/sim/target.ts';
import { readHistory } from '../../src/history/file.ts';
import { silentLog } from '../../src/log.ts';
import { seededRandom } from '../../src/random.ts';
import type { RunObserver } from '../../src/run/request.ts';
import { runTest } from '../../src/run/run.ts';
import type { TestPlan } from '../../src/store/records/plan.ts';
import { FILES } from '../../src/store/results.ts';

/** Of one checker on one history. */
const LIMIT = { timeMs: 60_000, memoryMb: 1_024 };

export interface Simulated {
  /** The bytes of history.jsonl, as text. */
  readonly history: string;
  /** One for each checker of the workload. */
  readonly verdicts: readonly { readonly checker: string; readonly verdict: Verdict }[];
}

/** Leaves nothing behind. Throws a RunCrash where the run has no verdict. */
export async function simulate(plan: TestPlan, observer?: RunObserver): Promise<Simulated> {
  const folder = mkdtempSync(join(tmpdir(), 'zoobreak-sim-'));
  try {
    return await simulateIn(folder, plan, observer);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function simulateIn(
  folder: string,
  plan: TestPlan,
  observer: RunObserver | undefined,
): Promise<Simulated> {
  const random = seededRandom(plan.seed);
  const { bug } = plan;
  const target = simTarget({
    random: random.stream('sim'),
    log: silentLog,
    ...(bug !== undefined && { bug }),
  });
  const workload = workloadOf(plan, random.stream('workload'), BUILT_IN);
  const never = new AbortController().signal;
  const nothing = { valid: 'unknown', cut: [], checks: [], counts: {}, coverage: {} } as const;
  await runTest(
    {
      plan,
      target,
      clock: target.clock,
      random,
      folder,
      log: silentLog,
      workload,
      nemeses: plan.nemeses.map(name => named(nemeses, name).create),
      versions: {},
      ...(observer !== undefined && { observer }),
      check: async () => nothing,
    },
    { stop: never, abort: never },
  );
  const path = join(folder, FILES.history);
  return { history: readFileSync(path, 'utf8'), verdicts: await judge(path, workload.checkers) };
}

async function judge(path: string, checkers: readonly Checker[]): Promise<Simulated['verdicts']> {
  const history = await readHistory(path, { format: 'jsonl' });
  return checkers.map(checker => ({
    checker: checker.name,
    verdict: checker.check(history, budget()),
  }));
}

function budget(): Budget {
  const clock = systemClock();
  return { ...LIMIT, elapsedMs: () => clock.nowNs() / 1e6 };
}

function named<T extends { readonly name: string }>(entries: readonly T[], name: string): T {
  const entry = entries.find(each => each.name === name);
  if (entry === undefined) throw new RangeError(`expected a name of the registry, found ${name}`);
  return entry;
}
