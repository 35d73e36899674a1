/** The folder of a run's results: `<root>/<name>/<start time>/`, the name as identity.ts makes it.
 *   test.json      TestRecord: the plan, versions, what ran, how it ended
 *   history.jsonl  one event a line;  history.edn  the same in Jepsen's shape, after the run; both .gz or .zst if the
 *                  plan says so
 *   verdict.json   VerdictRecord, `valid` at its top
 *   roles.jsonl    {time, roles: {node: role}} whenever a role was seen to have changed
 *   schedule.yaml  Schedule: what the nemeses did, to be done again with --schedule
 *   statistics.json  Statistics, for those who report on many runs and read no history
 *   nodes/<node>/  logs and configuration;  zoobreak.log
 * `<root>/latest` links to the newest. The schemas of the records are loaded when one is read: zod takes
 * longer to load than a small history to judge. */
import { mkdir, rename, symlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { nameOf } from './identity.ts';
import { requirePlain } from './plain-folder.ts';
import { readRecord, readRecordIfAny, writeJson } from './record-file.ts';
import type { TestPlan } from './records/plan.ts';
import type { Statistics } from './records/statistics.ts';
import type { TestRecord } from './records/test.ts';
import type { VerdictRecord } from './records/verdict.ts';
import { unwritable } from './store-error.ts';

export type { FunctionStatistics, Latency, Statistics } from './records/statistics.ts';
export type { Ending, TestRecord } from './records/test.ts';
export type { VerdictRecord } from './records/verdict.ts';

/** Paths inside a run's folder. */
export const FILES = {
  test: 'test.json',
  history: 'history.jsonl',
  edn: 'history.edn',
  verdict: 'verdict.json',
  roles: 'roles.jsonl',
  statistics: 'statistics.json',
  nodes: 'nodes',
  trace: 'trace.bin',
  schedule: 'schedule.yaml',
  smaller: 'smaller.yaml',
  log: 'zoobreak.log',
} as const;

/** Makes the folder of a run that starts now, links `latest` to it, and returns its path.
 * @throws StoreError where the system does not let us. */
export async function createRunFolder(
  root: string,
  plan: TestPlan,
  startedMs: number,
): Promise<string> {
  const family = join(root, nameOf(plan));
  try {
    await mkdir(family, { recursive: true });
    const folder = await createNew(join(family, stampOf(startedMs)));
    await linkTo(folder, root);
    return folder;
  } catch (cause) {
    throw unwritable(root, cause);
  }
}

/** Replaces the link at once. Its name until then is of this run alone: others may begin at the same time. */
async function linkTo(folder: string, root: string): Promise<void> {
  const path = relative(root, folder);
  const link = join(root, `latest-${path.replaceAll(sep, '-')}`);
  await symlink(path, link);
  await rename(link, join(root, 'latest'));
}

/** `20261122T143012.123Z`: sorts by time, and needs no quotes in a shell. */
function stampOf(wallMs: number): string {
  return new Date(wallMs).toISOString().replaceAll(/[-:]/g, '');
}

/** Creates the folder at `path`, or at `path-2`, `path-3`, ... where another run was as early. */
async function createNew(path: string): Promise<string> {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? path : `${path}-${count}`;
    const error = await mkdir(candidate).then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error,
    );
    if (error === undefined) return candidate;
    if (error.code !== 'EEXIST') throw error;
  }
}

/** Replaces test.json or verdict.json. */
export function writeRecord(
  folder: string,
  record: { readonly test: TestRecord } | { readonly verdict: VerdictRecord },
): Promise<void> {
  return 'test' in record
    ? writeJson(join(folder, FILES.test), record.test)
    : writeJson(join(folder, FILES.verdict), record.verdict);
}

/** Replaces statistics.json. */
export function writeStatistics(folder: string, statistics: Statistics): Promise<void> {
  return writeJson(join(folder, FILES.statistics), statistics);
}

/** Reads test.json, with which all work on a stored run begins.
 * @throws StoreError where it is missing, or is not as its schema says, or where the folder holds more than
 * files and folders. */
export async function readTest(folder: string): Promise<TestRecord> {
  await requirePlain(folder);
  const { testSchema } = await import('./records/test.ts');
  return readRecord(join(folder, FILES.test), testSchema);
}

/** Reads verdict.json. @throws StoreError where it is missing, or is not as its schema says. */
export async function readVerdict(folder: string): Promise<VerdictRecord> {
  const { verdictSchema } = await import('./records/verdict.ts');
  return readRecord(join(folder, FILES.verdict), verdictSchema);
}

/** Reads verdict.json; undefined where the run has not been judged.
 * @throws StoreError where it is not as its schema says. */
export async function readVerdictIfAny(folder: string): Promise<VerdictRecord | undefined> {
  const { verdictSchema } = await import('./records/verdict.ts');
  return readRecordIfAny(join(folder, FILES.verdict), verdictSchema);
}

/** Reads statistics.json. @throws StoreError where it is missing, or is not as its schema says. */
export async function readStatistics(folder: string): Promise<Statistics> {
  const { statisticsSchema } = await import('./records/statistics.ts');
  return readRecord(join(folder, FILES.statistics), statisticsSchema);
}

/** Reads statistics.json; undefined where no reports were written.
 * @throws StoreError where it is not as its schema says. */
export async function readStatisticsIfAny(folder: string): Promise<Statistics | undefined> {
  const { statisticsSchema } = await import('./records/statistics.ts');
  return readRecordIfAny(join(folder, FILES.statistics), statisticsSchema);
}
