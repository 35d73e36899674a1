/** Shrinks a run on real servers: drops steps of its schedule, and clients, while its anomaly returns. */
import { join, relative } from 'node:path';
import type { Anomaly } from '../../contract.ts';
import type { RunReport } from '../../report/run-report.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { FILES, readVerdictIfAny, type VerdictRecord } from '../../store/results.ts';
import { readSchedule, type ScheduleStep, writeSmaller } from '../../store/schedule.ts';
import { storedHistory } from '../../store/stored-history.ts';
import { EXIT, UsageError } from '../exit.ts';
import { runCommand } from '../options/command-line.ts';
import { runPlan } from '../runs/run-plan.ts';
import { orUsageError } from '../runs/stored-run.ts';
import { stepsNear, withSteps } from '../schedule/fewer-steps.ts';
import type { Terminal } from '../terminal.ts';
import type { Flags } from '../verb.ts';
import type { ShrinkMeans } from './means.ts';
import { type Shrunk, shrinkSchedule, type Tries } from './search.ts';

const DEFAULT: Tries = { tries: 5, hits: 3 };

/** @throws UsageError */
export function triesOf(flags: Flags): Tries {
  const count = (flag: '--tries' | '--hits', given: unknown, usual: number): number => {
    const found = given === undefined ? usual : Number(given);
    if (Number.isInteger(found) && found > 0) return found;
    throw new UsageError(
      `${flag}: expected a whole number from 1, found ${JSON.stringify(given)}.`,
    );
  };
  const tries = count('--tries', flags.tries, DEFAULT.tries);
  const hits = count('--hits', flags.hits, Math.min(tries, DEFAULT.hits));
  if (hits <= tries) return { tries, hits };
  throw new UsageError(`--hits: expected at most --tries, ${tries}, found ${hits}.`);
}

interface StepsMeans extends ShrinkMeans, Tries {
  /** The verdict of the stored run. */
  readonly verdict: VerdictRecord;
}

/** Returns the exit code: invalid if a schedule was found. @throws UsageError */
export async function shrinkSteps(means: StepsMeans): Promise<number> {
  const { terminal, folder, plan, stop, path, tries, hits } = means;
  const steps = await stepsOf(means);
  const shortened = (some: readonly ScheduleStep[]): TestPlan =>
    withSteps(plan, some, relative(terminal.folder, join(folder, FILES.smaller)));
  const whole = shortened(steps);
  const found = await shrinkSchedule(whole, {
    likely: (await likelyParts(steps, means)).map(shortened),
    tries,
    hits,
    stop,
    comesBack: tried => comesBack(tried, means),
    found: smaller => store(smaller, means),
  });
  if (stop.aborted) return EXIT.interrupted;
  if (found === undefined)
    throw new UsageError(
      `shrink: ${path}: expected an anomaly of the run to come back in ${hits} of ${tries} tries, found that it did not. Lower --hits, or raise --tries.`,
    );
  await store(found.plan, means);
  terminal.out(endText(found, steps.length));
  return EXIT.invalid;
}

/** Returns the steps of the run's plan, or those that it recorded. @throws UsageError if there are none. */
async function stepsOf({ plan, folder, path }: StepsMeans): Promise<readonly ScheduleStep[]> {
  const { steps } =
    plan.schedule ??
    (await orUsageError('shrink', () => readSchedule(join(folder, FILES.schedule))));
  if (steps.length > 0) return steps;
  throw new UsageError(`shrink: ${path}: expected a schedule with steps, found none.`);
}

/** Returns plans with the steps around the earliest operation in an anomaly of the run. */
async function likelyParts(
  steps: readonly ScheduleStep[],
  { folder, verdict }: StepsMeans,
): Promise<readonly (readonly ScheduleStep[])[]> {
  const named = new Set(anomaliesIn(verdict).flatMap(({ operations }) => operations));
  const { history } = await orUsageError('shrink', () => storedHistory(folder));
  for (const { index, callNs } of history.eachOutcome())
    if (named.has(index)) return stepsNear(steps, callNs / 1e6);
  return [];
}

/** Writes the smaller schedule beside the recorded one. */
async function store(plan: TestPlan, { folder, terminal }: StepsMeans): Promise<void> {
  const { steps = [] } = plan.schedule ?? {};
  await writeSmaller(folder, steps);
  terminal.err(`smaller: ${sizeText(plan)}: ${runCommand(plan)}\n`);
}

/** Runs a plan and returns whether it showed an anomaly of a type that the stored run has. */
async function comesBack(plan: TestPlan, means: StepsMeans): Promise<boolean> {
  const { terminal, repertoire, scratch, stop, verdict } = means;
  const silent: Terminal = { ...terminal, err: () => {} };
  const report = await runPlan(silent, plan, { quiet: true, repertoire, root: scratch });
  const types = typesIn(verdict);
  const isBack =
    !stop.aborted &&
    report !== undefined &&
    (await typesOf(report, terminal)).some(type => types.includes(type));
  terminal.err(`${sizeText(plan)}, seed ${plan.seed}: ${isBack ? 'it came back' : 'not seen'}\n`);
  return isBack;
}

async function typesOf({ folder }: RunReport, terminal: Terminal): Promise<readonly string[]> {
  const verdict = await readVerdictIfAny(join(terminal.folder, folder));
  return verdict === undefined ? [] : typesIn(verdict);
}

function typesIn(verdict: VerdictRecord): readonly string[] {
  return anomaliesIn(verdict).map(({ type }) => type);
}

function anomaliesIn({ checks }: VerdictRecord): readonly Anomaly[] {
  return checks.flatMap(({ verdict }) => (verdict.valid === false ? verdict.anomalies : []));
}

function sizeText({ schedule, concurrency }: TestPlan): string {
  return `${counted(schedule?.steps.length ?? 0, 'step')}, ${counted(concurrency, 'client')}`;
}

const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`;

function endText({ plan, hits, tries }: Shrunk, before: number): string {
  const { path } = plan.schedule ?? {};
  return `${sizeText(plan)}, of ${counted(before, 'step')}: the anomaly came back in ${hits} of ${tries} tries.\n  schedule  ${path}\n  again     ${runCommand(plan)}\n`;
}
