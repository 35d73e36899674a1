/** What a worker thread does: some checkers on one shard of a stored history. */
import { unknown } from '../checker/verdict.ts';
import type { Clock } from '../clock.ts';
import type { Budget, Checker, Verdict } from '../contract.ts';
import type { Key } from '../history/event.ts';
import { type History, type HistoryParts, historyOfColumns } from '../history/history.ts';
import { HistoryError } from '../history/history-error.ts';
import type { TestPlan } from '../store/records/plan.ts';
import type { TestRecord } from '../store/results.ts';
import { budgetFrom, type Limits } from './budget.ts';
import { traceCheckers } from './trace/checkers.ts';

/** Plain data, sent to a worker. */
export interface CheckTask {
  /** Read once for all tasks. */
  readonly history: HistoryParts;
  /** The run's folder. */
  readonly folder: string;
  /** Its record, read once for all tasks: a worker thread need not load the schemas. */
  readonly test: TestRecord;
  /** Names of the checkers to run. */
  readonly checkers: readonly string[];
  /** Which of how many shards of the keys. */
  readonly shard: number;
  readonly shards: number;
  readonly limits: Limits;
  /** Whether code that the results hold may be executed. */
  readonly trust: boolean;
  /** Checkers that the run did not have: names, or absolute paths of files. */
  readonly added: readonly string[];
}

export interface CheckAnswer {
  /** Number of client operations that the shard holds. */
  readonly operations: number;
  /** Verdicts by checker; none if the shard holds no operation. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

/** Does a task. `checkersOf` returns the checkers of a plan and those that the task adds.
 * @throws HistoryError, or Error naming the file, where the folder is not that of a run. */
export async function doCheckTask(
  task: CheckTask,
  checkersOf: (plan: TestPlan, task: CheckTask) => Promise<readonly Checker[]>,
  clock: Clock,
): Promise<CheckAnswer> {
  const { folder, test, checkers, limits } = task;
  const history = shardOfHistory(task);
  const all = [...(await traceCheckers(folder, test)), ...(await checkersOf(test.plan, task))];
  const wanted = all.filter(({ name }) => checkers.includes(name));
  return checkShard(history, wanted, () => budgetFrom(clock, limits));
}

function shardOfHistory({ history, shard, shards }: CheckTask): History {
  const { columns, cut } = history;
  if (shards === 1) return historyOfColumns(columns, cut);
  return historyOfColumns(columns, cut, key => shardOf(key, shards) === shard);
}

/** Pure except for the budget's clock: each checker has its own budget. */
function checkShard(
  history: History,
  checkers: readonly Checker[],
  budget: () => Budget,
): CheckAnswer {
  const operations = history.operationCount;
  if (operations === 0) return { operations, verdicts: {} };
  const verdicts = checkers.map(checker => [checker.name, decide(checker, history, budget())]);
  return { operations, verdicts: Object.fromEntries(verdicts) };
}

function decide(checker: Checker, history: History, budget: Budget): Verdict {
  try {
    return checker.check(history, budget);
  } catch (error) {
    if (error instanceof HistoryError)
      return unknown(`the history holds what this checker cannot read: ${error.message}`);
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return unknown(
      `the checker threw, which is a bug of the checker unless the history is malformed: ${said}`,
    );
  }
}

/** The shard of a key: FNV-1a over its text, so that neighbours are spread. */
export function shardOf(key: Key, shards: number): number {
  let hash = 0x811c9dc5;
  for (const character of String(key)) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0) % shards;
}
