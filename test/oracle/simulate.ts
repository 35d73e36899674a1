/** A run on the sim from its plan to its verdicts, in this process: what tests and the mutation table repeat. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nemeses } from '../../nemesis/registry.ts';
import { aimedNemesis } from '../../src/cli/aimed.ts';
import { BUILT_IN } from '../../src/cli/modules/repertoire.ts';
import { workloadOf } from '../../src/cli/runs/planned.ts';
import { lastLook } from '../../src/client/last-look.ts';
import { changeMembers } from '../../src/client/members.ts';
import { systemClock } from '../../src/clock.ts';
import type { Budget, Checker, Verdict } from '../../src/contract.ts';
import { type SimTarget, simTarget } from '../../src/ensemble/sim/target.ts';
import { readHistory } from '../../src/history/file.ts';
import { traceCheckers } from '../../src/judge/trace/checkers.ts';
import { silentLog } from '../../src/log.ts';
import { seededRandom } from '../../src/random.ts';
import type { RunObserver } from '../../src/run/request.ts';
import { runTest } from '../../src/run/run.ts';
import type { TestPlan } from '../../src/store/records/plan.ts';
import { FILES, readTest } from '../../src/store/results.ts';

/** The limits of one checker on one history. */
const LIMIT = { timeMs: 60_000, memoryMb: 1_024 };

export interface Simulated {
  /** The bytes of history.jsonl, as text. */
  readonly history: string;
  /** One for each checker of the workload. */
  readonly verdicts: readonly Judgement[];
  /** One for each checker of what clients sent and received. */
  readonly traced: readonly Judgement[];
  /** A hash of the history and of all that clients sent and received. */
  readonly digest: string;
}

export interface Judgement {
  readonly checker: string;
  readonly verdict: Verdict;
}

interface SimulateOptions {
  readonly observer?: RunObserver;
  /** Makes the ensemble. Default: the sim's own. */
  readonly makeTarget?: typeof simTarget;
}

/** Leaves nothing behind. Throws a RunCrash where the run has no verdict. */
export async function simulate(
  plan: TestPlan,
  { observer, makeTarget = simTarget }: SimulateOptions = {},
): Promise<Simulated> {
  const folder = mkdtempSync(join(tmpdir(), 'zoobreak-sim-'));
  try {
    const target = targetOf(plan, makeTarget);
    const checkers = await runIn(folder, { plan, target, observer });
    return await judged(folder, checkers);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function targetOf({ seed, bug }: TestPlan, makeTarget: typeof simTarget): SimTarget {
  const random = seededRandom(seed).stream('sim');
  return makeTarget({ random, log: silentLog, ...(bug !== undefined && { bug }) });
}

interface Prepared {
  readonly plan: TestPlan;
  readonly target: SimTarget;
  readonly observer: RunObserver | undefined;
}

/** Returns the checkers of the workload. */
async function runIn(
  folder: string,
  { plan, target, observer }: Prepared,
): Promise<readonly Checker[]> {
  const random = seededRandom(plan.seed);
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
      nemeses: plan.nemeses.map(text => aimedNemesis(nemeses, text).create),
      versions: {},
      lastLook,
      changeMembers,
      ...(observer !== undefined && { observer }),
      check: async () => nothing,
    },
    { stop: never, abort: never },
  );
  return workload.checkers;
}

async function judged(folder: string, checkers: readonly Checker[]): Promise<Simulated> {
  const path = join(folder, FILES.history);
  const history = await readHistory(path, { format: 'jsonl' });
  const judge = (each: readonly Checker[]): readonly Judgement[] =>
    each.map(checker => ({
      checker: checker.name,
      verdict: checker.check(history, budget()),
    }));
  const text = readFileSync(path, 'utf8');
  const trace = readFileSync(join(folder, FILES.trace));
  return {
    history: text,
    verdicts: judge(checkers),
    traced: judge(await traceCheckers(folder, await readTest(folder))),
    digest: createHash('sha1').update(text).update(trace).digest('hex'),
  };
}

function budget(): Budget {
  const clock = systemClock();
  return { ...LIMIT, elapsedMs: () => clock.nowNs() / 1e6 };
}
