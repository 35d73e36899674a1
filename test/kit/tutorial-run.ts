/** Runs a workload of the tutorial on the model ensemble, and says in text what its checkers found. */
import { join } from 'node:path';
import { partition } from '../../nemesis/partition.ts';
import { sentenceOf } from '../../src/anomalies.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import { simTarget } from '../../src/ensemble/sim/target.ts';
import { readHistory } from '../../src/history/file.ts';
import type { History } from '../../src/history/history.ts';
import { silentLog } from '../../src/log.ts';
import { seededRandom } from '../../src/random.ts';
import { eventLine } from '../../src/report/anomaly-text.ts';
import { pairsText, verdictWord } from '../../src/report/run-report.ts';
import { runTest } from '../../src/run/run.ts';
import type { WorkloadEntry } from '../../workloads/entry.ts';
import { anEnsemble } from './an-ensemble.ts';
import { fakeRequest, inFolder, plan, quiet } from './fake-run.ts';
import { BUDGET } from './judge.ts';

const SEED = 9;

interface TutorialRun {
  readonly workload: WorkloadEntry;
  readonly partitions: boolean;
}

/** Five seconds of three servers, in the model's time. */
export function tutorialRun({ workload, partitions }: TutorialRun): Promise<string> {
  const random = seededRandom(SEED);
  const target = simTarget({ random: seededRandom(SEED).stream('sim'), log: silentLog });
  const { reads, keys, concurrency } = plan;
  const made = workload.create({
    ...{ reads, keys, concurrency, ensemble: anEnsemble },
    random: random.stream('workload'),
  });
  return inFolder(async folder => {
    const request = fakeRequest(folder, {
      plan: { ...plan, seed: SEED, timeLimitMs: 5000, nemesisIntervalMs: 1000 },
      workload: made,
      nemeses: partitions ? [partition.create] : [],
      target,
      clock: target.clock,
      random,
    });
    await runTest(request, quiet());
    const history = await readHistory(join(folder, 'history.jsonl'));
    return made.checkers.map(checker => found(checker, history)).join('\n');
  });
}

function found({ name, check }: Checker, history: History): string {
  const verdict = check(history, BUDGET);
  return [`${verdictWord(verdict.valid)}  ${name}`, ...linesOf(verdict, history)].join('\n');
}

function linesOf(verdict: Verdict, history: History): string[] {
  if (verdict.valid !== false) return [`  ${pairsText(verdict.counts)}`];
  return verdict.anomalies.flatMap(anomaly => [
    `  ${sentenceOf(anomaly)}`,
    ...[...history.events()]
      .filter(({ index }) => anomaly.operations.includes(index))
      .map(event => `  ${eventLine(event)}`),
  ]);
}
