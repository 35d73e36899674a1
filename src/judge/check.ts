/** Judges a stored run from its folder alone, in worker threads. Twice gives the same verdict. */
import { existsSync } from 'node:fs';
import { Tinypool } from 'tinypool';
import { mergeShards, unknown, validOf } from '../checker/verdict.ts';
import { type Clock, deadline } from '../clock.ts';
import type { Check, Verdict } from '../contract.ts';
import type { History } from '../history/history.ts';
import { historyPathIn } from '../history/history-names.ts';
import { readTest, type TestRecord, type VerdictRecord, writeRecord } from '../store/results.ts';
import { readRoles } from '../store/roles.ts';
import { StoreError } from '../store/store-error.ts';
import { type StoredHistory, storedHistory } from '../store/stored-history.ts';
import type { Limits } from './budget.ts';
import type { CheckAnswer, CheckTask } from './check-task.ts';
import { coverageOf, operationCounts } from './coverage.ts';
import { checkRun, cutBy, RUN_CHECK } from './run-check.ts';
import { traceChecks } from './trace/names.ts';
import { unlessVoid } from './void-promises.ts';

/** What workers may need beyond the budgets of all checkers, each of which may have to wait for the others. */
const WORKER_SLACK_MS = 60_000;
const OPERATIONS_A_THREAD = 20_000;

export type CheckOptions = CheckLimits & (InThreads | InThisThread);

interface CheckLimits {
  /** Limits of each checker on each shard. */
  readonly limits: Limits;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Executes code that the results hold: the stored sources of the user's own entries. Default: no. */
  readonly trust?: boolean;
  /** Checkers that the run did not have. Default: none. */
  readonly added?: readonly AddedChecker[];
}

interface AddedChecker extends CheckerFacts {
  /** A name, or the absolute path of a file, for the worker. */
  readonly reference: string;
}

type CheckerFacts = TestRecord['workload']['checkers'][number];

interface InThreads {
  /** A module whose default export takes a CheckTask and returns a CheckAnswer. */
  readonly workerUrl: URL;
  readonly threads: number;
}

/** For who is a worker thread already: nobody ends a checker that does not mind its budget. */
interface InThisThread {
  readonly doTask: (task: CheckTask) => Promise<CheckAnswer>;
}

/** Runs the workload's checkers on the run stored at `folder`, and writes and returns verdict.json.
 * @throws StoreError where the folder is not that of a run, or the signal's reason. */
export async function checkStored(folder: string, options: CheckOptions): Promise<VerdictRecord> {
  const test = await readTest(folder);
  const stored = await historyOf(folder, test);
  const { history } = stored;
  const run: Check = { name: RUN_CHECK, verdict: checkRun(history, test) };
  const found = await checkAll({ folder, test, stored }, options);
  const checks = [run, ...unlessVoid(found, history, test)];
  const verdict: VerdictRecord = {
    valid: validOf(checks.map(check => check.verdict)),
    cut: stopped(test, cutBy(test, history)),
    checks,
    ...(await countsOf(folder, test, history)),
  };
  await writeRecord(folder, { verdict });
  return verdict;
}

async function historyOf(folder: string, { crash }: TestRecord): Promise<StoredHistory> {
  const path = historyPathIn(folder);
  if (existsSync(path)) return storedHistory(folder);
  throw new StoreError(path, {
    expected: 'the history of a run',
    found: `nothing: ${crash ?? 'the run ended before its load, or its history was not kept'}`,
    remedy: 'Only a run whose load has begun, and whose history was kept, can be checked.',
  });
}

function stopped({ ending }: TestRecord, cut: readonly string[]): readonly string[] {
  return ending === 'stopped' ? ['the load was stopped before its time', ...cut] : cut;
}

async function countsOf(
  folder: string,
  test: TestRecord,
  history: History,
): Promise<Pick<VerdictRecord, 'counts' | 'coverage'>> {
  const timeline = await readRoles(folder);
  return { counts: operationCounts(history), coverage: coverageOf(history, timeline, test) };
}

interface StoredRun {
  readonly folder: string;
  readonly test: TestRecord;
  readonly stored: StoredHistory;
}

async function checkAll(
  { folder, test, stored }: StoredRun,
  options: CheckOptions,
): Promise<readonly Check[]> {
  const { history, columns, cut } = stored;
  const { trust = false, added = [] } = options;
  const untrusted = trust ? new Map<string, string>() : untrustedIn(test);
  const threads = 'doTask' in options ? 1 : threadsFor(history, options);
  const shards = Math.max(1, Math.min(threads, history.keys().length));
  const all = [...test.workload.checkers, ...added, ...traceChecks(folder)];
  const tasks = tasksOf(
    all.filter(({ name }) => !untrusted.has(name)),
    shards,
  ).map(task => ({
    ...task,
    history: { columns, cut },
    folder,
    test,
    trust,
    limits: options.limits,
    added: added.map(referenceOf),
  }));
  const answers =
    'doTask' in options
      ? await Promise.all(tasks.map(options.doTask))
      : await askAll(tasks, { ...options, threads });
  const recorded = history.operationCount;
  return all.map(({ name }) => {
    const file = untrusted.get(name);
    const asked = answers.filter((_, at) => tasks[at]?.checkers.includes(name));
    return { name, verdict: file === undefined ? verdictOf(name, asked, recorded) : refused(file) };
  });
}

const referenceOf = ({ reference }: AddedChecker): string => reference;

const refused = (file: string): Verdict =>
  unknown(`its code came with the results, in modules/${file}: --trust executes it`);

/** Checkers whose code is the user's own, each with its stored file. */
function untrustedIn({ plan, workload }: TestRecord): ReadonlyMap<string, string> {
  const { modules = [], checkers = [] } = plan;
  const found = new Map<string, string>();
  for (const { kind, name, file } of modules) {
    if (kind === 'checker') found.set(name, file);
    if (kind !== 'workload') continue;
    for (const checker of workload.checkers)
      if (!checkers.includes(checker.name)) found.set(checker.name, file);
  }
  return found;
}

/** Merges the answers of one checker's shards. They must hold every operation that was recorded. */
function verdictOf(name: string, answers: readonly CheckAnswer[], recorded: number): Verdict {
  const verdict = mergeShards(answers.flatMap(({ verdicts }) => verdicts[name] ?? []));
  const judged = answers.reduce((sum, { operations }) => sum + operations, 0);
  if (verdict.valid !== true || judged === recorded) return verdict;
  return unknown(
    `${judged} operations were judged, but ${recorded} were recorded: the harness lost some`,
    verdict.counts,
  );
}

/** A thread costs half a second before it does anything: what is short is left to one. */
function threadsFor({ operationCount }: History, { threads }: InThreads): number {
  return Math.max(1, Math.min(threads, Math.ceil(operationCount / OPERATIONS_A_THREAD)));
}

type Threaded = CheckLimits & InThreads;

async function askAll(
  tasks: readonly CheckTask[],
  options: Threaded,
): Promise<readonly CheckAnswer[]> {
  if (tasks.length === 0) return [];
  const pool = new Tinypool({
    filename: options.workerUrl.href,
    minThreads: 0,
    maxThreads: Math.min(options.threads, tasks.length),
    resourceLimits: { maxOldGenerationSizeMb: options.limits.memoryMb },
  });
  const checkers = tasks.flatMap(task => task.checkers).length;
  const limitMs = options.limits.timeMs * checkers + WORKER_SLACK_MS;
  const broken = new Promise<never>((_, reject) => pool.once('error', reject));
  const run: Run = (task, signal) => Promise.race([pool.run(task, { signal }), broken]);
  try {
    return await Promise.all(tasks.map(task => ask(run, task, { ...options, limitMs })));
  } finally {
    await pool.destroy();
  }
}

/** The keys are shared out for checkers that look at each alone; the others get the whole history. */
function tasksOf(
  checkers: readonly CheckerFacts[],
  shards: number,
): readonly Pick<CheckTask, 'checkers' | 'shard' | 'shards'>[] {
  const namesOf = (perKey: boolean): string[] =>
    checkers.filter(checker => checker.perKey === perKey).map(({ name }) => name);
  const shared = Array.from({ length: shards }, (_, shard) => ({ shard, shards }));
  return [
    ...shared.map(part => ({ checkers: namesOf(true), ...part })),
    { checkers: namesOf(false), shard: 0, shards: 1 },
  ].filter(task => task.checkers.length > 0);
}

/** Has a worker do the task; rejects also when a worker cannot even be loaded, of which the pool tells no
 * task. */
type Run = (task: CheckTask, signal: AbortSignal) => Promise<CheckAnswer>;

/** The worker's answer; where it has none, every one of its checkers is unknown. */
async function ask(
  run: Run,
  task: CheckTask,
  { clock, signal, limitMs }: CheckLimits & { readonly limitMs: number },
): Promise<CheckAnswer> {
  const limit = deadline(clock, limitMs, 'checking', signal);
  try {
    return await run(task, limit.signal);
  } catch (error) {
    signal.throwIfAborted();
    const verdict = failed(limit.signal.aborted ? limit.signal.reason : error, task.limits);
    return {
      operations: 0,
      verdicts: Object.fromEntries(task.checkers.map(name => [name, verdict])),
    };
  } finally {
    limit.cancel();
  }
}

function failed(error: unknown, { memoryMb }: Limits): Verdict {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return unknown(`it ran out of its ${memoryMb} MB`);
  return unknown(`its worker failed: ${error instanceof Error ? error.message : String(error)}`);
}
