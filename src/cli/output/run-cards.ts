/** Reads the cards of all runs below a folder of results. */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { historyPathIn } from '../../history/history-names.ts';
import { kindsOf, MOST_KINDS } from '../../report/anomaly-text.ts';
import { reasonOf } from '../../report/summary.ts';
import type { CardNumbers, RunCard, State } from '../../site/card.ts';
import { filesOf } from '../../site/results-folder.ts';
import { identityOf } from '../../store/identity.ts';
import {
  FILES,
  readStatisticsIfAny,
  readTest,
  readVerdictIfAny,
  type Statistics,
  type TestRecord,
  type VerdictRecord,
} from '../../store/results.ts';
import { runCommand } from '../options/command-line.ts';
import { entryOf } from '../runs/planned.ts';

/** A history that has not grown for this long has no writer anymore. */
const SILENT_MS = 60_000;

/** Returns the folders of all runs below a folder, or that folder itself. Does not follow links. */
export async function runFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.some(({ name }) => name === FILES.test)) return [folder];
  const below = entries.filter(entry => entry.isDirectory()).map(({ name }) => join(folder, name));
  return (await Promise.all(below.map(runFolders))).flat();
}

/** Returns the id of a run: `register-kill-docker/20261122T143012.123Z`. */
export function idOf(folder: string): string {
  return `${basename(dirname(folder))}/${basename(folder)}`;
}

/** `nowMs`: the current time, to distinguish a run in progress from one whose controller died. @throws
 * StoreError if the folder holds no run, or one of its records does not match the schema. */
export async function cardOf(folder: string, nowMs: number): Promise<RunCard> {
  const test = await readTest(folder);
  const verdict = await readVerdictIfAny(folder);
  const files = await filesOf(folder);
  const end =
    verdict === undefined
      ? crashed(test, await stateWithout(folder, test, nowMs))
      : { ...judged(verdict), ...numbersOf(await readStatisticsIfAny(folder)) };
  return { ...planCard(folder, test), ...end, files };
}

/** Shortens a text of any length: some texts quote the history. */
function brief(text: string): string {
  return text.slice(0, MOST_TEXT);
}

const MOST_TEXT = 2000;

function briefly(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, brief(value)]));
}

type FromPlan = Omit<RunCard, 'state' | 'checks' | 'anomalies' | 'numbers' | 'why' | 'files'>;
type FromEnd = Omit<RunCard, keyof FromPlan | 'files'>;

function planCard(folder: string, test: TestRecord): FromPlan {
  const { plan, workload, versions, ensemble } = test;
  const { traits, badges, setting } = identityOf(test);
  const { server = plan.server } = setting;
  const { commit } = versions;
  return {
    id: idOf(folder),
    workload: brief(plan.workload),
    nemesis: brief(plan.nemeses.join('+')),
    server: brief(server),
    target: brief(plan.target),
    isModel: entryOf(plan.target)?.isModel === true,
    traits: traits.map(brief),
    badges,
    setting: briefly(setting),
    seed: plan.seed,
    startedAt: isoOf(basename(folder)),
    claim: brief(workload.claim),
    source: brief(workload.source),
    ...(commit !== undefined && { commit: brief(commit) }),
    facts: briefly({ ...versions, ...ensemble }),
    again: brief(runCommand(plan)),
  };
}

/** Converts the folder's name, which has the machine's time, to ISO form; the model's time is in test.json. */
function isoOf(stamp: string): string {
  return stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)([\d.]+)Z.*$/, '$1-$2-$3T$4:$5:$6Z');
}

function judged({ valid, checks }: VerdictRecord): FromEnd {
  const state: State = valid === 'unknown' ? 'unknown' : valid ? 'valid' : 'invalid';
  const reasons = checks.flatMap(({ verdict }) =>
    verdict.valid === 'unknown' ? [verdict.why] : [],
  );
  return {
    state,
    ...(valid === 'unknown' && { why: brief(reasons.join('; ')) }),
    checks: checks.map(({ name, verdict }) => ({
      name: brief(name),
      valid: verdict.valid,
      said: brief(reasonOf(verdict)),
    })),
    anomalies: kindsOf({ checks })
      .slice(0, MOST_KINDS)
      .map(({ sentence, first: { anomaly } }) => ({
        type: brief(anomaly.type),
        promised: brief(anomaly.promised),
        sentence: brief(sentence),
      })),
  };
}

/** Runs of before there were statistics have none. */
function numbersOf(statistics: Statistics | undefined): { readonly numbers?: CardNumbers } {
  if (statistics === undefined) return {};
  const { total, seconds } = statistics;
  const { latency } = total;
  const latencies = latency && { p50Ms: latency.p50Ms, p99Ms: latency.p99Ms };
  return { numbers: { seconds, ...total.counts, ...latencies } };
}

function crashed({ crash }: TestRecord, state: State): FromEnd {
  return { state, ...(crash !== undefined && { why: brief(crash) }), checks: [], anomalies: [] };
}

async function stateWithout(folder: string, { ending }: TestRecord, nowMs: number): Promise<State> {
  if (ending === 'crashed') return 'crash';
  const touched = await Promise.all(
    [historyPathIn(folder), join(folder, FILES.log), join(folder, FILES.test)].map(lastTouchedMs),
  );
  return nowMs - Math.max(...touched) < SILENT_MS ? 'running' : 'unfinished';
}

async function lastTouchedMs(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
