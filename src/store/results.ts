/** The folder of a run's results: `<root>/<workload>-<nemesis>-<target>/<start time>/`.
 *   test.json      TestRecord: the plan, versions, what ran, how it ended
 *   history.jsonl  one event a line;  history.edn  the same in Jepsen's shape, after the run
 *   verdict.json   VerdictRecord, `valid` at its top
 *   roles.jsonl    {time, roles: {node: role}} whenever a role was seen to have changed
 *   nodes/<node>/  logs and configuration;  zoobreak.log
 * `<root>/latest` links to the newest. */
import { mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Check } from '../checker/verdict.ts';
import type { Counts, Skipped, Verdict } from '../contract.ts';
import type { TestPlan } from './plan.ts';

/** How a run ended; `running` on disk when nobody runs it: its controller died. */
export type Ending = 'running' | 'complete' | 'stopped' | 'crashed';

/** test.json */
export interface TestRecord {
  readonly schema: 1;
  readonly plan: TestPlan;
  readonly ending: Ending;
  /** Why it crashed. */
  readonly crash?: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** zoobreak, node, ... */
  readonly versions: Readonly<Record<string, string>>;
  /** What the ensemble says of itself: image digests, session limits, ... */
  readonly ensemble: Readonly<Record<string, string>>;
  readonly workload: {
    readonly name: string;
    readonly claim: string;
    readonly source: string;
    readonly checkers: readonly { readonly name: string; readonly perKey: boolean }[];
    /** What was left out, since the server lacks it. */
    readonly skipped?: readonly Skipped[];
  };
  /** `fs`: the last one heals, those before it break. */
  readonly nemeses: readonly { readonly name: string; readonly fs: readonly string[] }[];
  /** What did not go as it should without ending the run, one sentence each. */
  readonly troubles: readonly string[];
  /** Why the run shows less than it should, one sentence each: it is unknown. */
  readonly doubts: readonly string[];
}

/** verdict.json */
export interface VerdictRecord {
  readonly valid: Verdict['valid'];
  /** Why the history is not the whole run; empty where it is. */
  readonly cut: readonly string[];
  /** The check of the run itself comes first, then the workload's. */
  readonly checks: readonly Check[];
  /** Client operations by function and type: `read ok`, `read fail`, ... */
  readonly counts: Counts;
  /** What the run met: elections, expired sessions, faults applied and verified, ... */
  readonly coverage: Counts;
}

/** Paths inside a run's folder. */
export const FILES = {
  test: 'test.json',
  history: 'history.jsonl',
  edn: 'history.edn',
  verdict: 'verdict.json',
  roles: 'roles.jsonl',
  nodes: 'nodes',
  trace: 'trace.bin',
  log: 'zoobreak.log',
} as const;

/** Makes the folder of a run that starts now, links `latest` to it, and returns its path. */
export async function createRunFolder(
  root: string,
  plan: TestPlan,
  startedMs: number,
): Promise<string> {
  const family = join(root, nameOf(plan));
  await mkdir(family, { recursive: true });
  const folder = await createNew(join(family, stampOf(startedMs)));
  await linkTo(folder, root);
  return folder;
}

/** Replaces the link at once. Its name until then is of this run alone: others may begin at the same time. */
async function linkTo(folder: string, root: string): Promise<void> {
  const path = relative(root, folder);
  const link = join(root, `latest-${path.replaceAll(sep, '-')}`);
  await symlink(path, link);
  await rename(link, join(root, 'latest'));
}

/** `register-partition-docker` */
export function nameOf({ workload, nemeses, target }: TestPlan): string {
  return `${workload}-${nemeses.join('+') || 'none'}-${target}`;
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

/** Replaces a JSON file of the folder as a whole: a reader sees the old one or the new one. */
export async function writeRecord(
  folder: string,
  record: { readonly test: TestRecord } | { readonly verdict: VerdictRecord },
): Promise<void> {
  const [name, content] =
    'test' in record ? [FILES.test, record.test] : [FILES.verdict, record.verdict];
  const path = join(folder, name);
  await writeFile(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`);
  await rename(`${path}.new`, path);
}

/** The test.json of a stored run.
 * @throws Error naming the file where it is missing or no record of a run. */
export async function readTest(folder: string): Promise<TestRecord> {
  const path = join(folder, FILES.test);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`${path}: expected the record of a run, cannot be read: ${String(cause)}`, {
      cause,
    });
  });
  return parseTest(path, text);
}

/** The verdict.json of a stored run.
 * @throws Error naming the file where it is missing or no verdict. */
export async function readVerdict(folder: string): Promise<VerdictRecord> {
  const path = join(folder, FILES.verdict);
  const record = parseJson(path, await readFile(path, 'utf8'));
  if (typeof record === 'object' && record !== null && 'valid' in record && 'checks' in record)
    return record as VerdictRecord;
  throw new Error(`${path}: expected an object with "valid" and "checks"`);
}

function parseTest(path: string, text: string): TestRecord {
  const record: unknown = parseJson(path, text);
  if (typeof record === 'object' && record !== null && 'schema' in record && record.schema === 1)
    return record as TestRecord;
  throw new Error(
    `${path}: expected an object with "schema": 1; was it written by another version?`,
  );
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${path}: expected JSON: ${String(cause)}`, { cause });
  }
}
