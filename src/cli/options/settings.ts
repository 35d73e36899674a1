/** The settings of a run, validated: one clear line for each thing that is wrong. */
import { z } from 'zod';
import type { WorkloadOption } from '../../../workloads/entry.ts';
import type { Config } from '../../config.ts';
import { INSTALLED } from '../../ensemble/ssh/options.ts';
import { UsageError } from '../exit.ts';
import { isModulePath, REPORTER_NAMES } from '../output/reporter-names.ts';
import { didYouMean } from '../suggest.ts';
import { isOptionKey, type OptionKey } from './run-options.ts';
import type { Gathered } from './settings-sources.ts';

/** What may be named, from the registries. */
export interface Names {
  readonly workloads: readonly string[];
  readonly nemeses: readonly string[];
  readonly targets: readonly string[];
  /** Versions that ship. */
  readonly servers: readonly string[];
  /** That can be planted in the sim. */
  readonly bugs: readonly string[];
  /** The workloads that need observers. */
  readonly observed: readonly string[];
  /** The workloads that know an option. */
  readonly taking: Readonly<Record<WorkloadOption, readonly string[]>>;
}

/** Every option of a run; the seed may be left to chance, and a bug is planted only when one is named. */
export type Settings = Required<Omit<Config, Optional>> & Pick<Config, Optional>;

type Optional =
  | 'seed'
  | 'bug'
  | 'nodesFile'
  | 'username'
  | 'sshPrivateKey'
  | 'sshPort'
  | 'knownHosts';

/** @throws UsageError naming, for each bad value, its origin, what was expected and what was found. */
export function validate(gathered: Gathered, names: Names): Settings {
  const values = Object.fromEntries([...gathered].map(([key, sourced]) => [key, sourced.value]));
  const result = schemaOf(names).safeParse(values);
  if (!result.success) {
    throw new UsageError(result.error.issues.map(issue => explain(issue, gathered)).join('\n'));
  }
  requireModel(result.data);
  requireTaken(result.data, names);
  requireHosts(result.data, names);
  requireObservers(result.data, names);
  return result.data;
}

/** @throws UsageError where a bug would have to be planted in real servers. */
function requireModel({ bug, target }: Settings): void {
  if (bug === undefined || target === 'sim') return;
  throw new UsageError(
    `--bug ${bug}: expected --target sim, found --target ${target}. Bugs are planted in the model only.`,
  );
}

/** @throws UsageError where target, server and hosts do not fit each other. */
function requireHosts({ target, server, nodesFile }: Settings, { servers }: Names): void {
  const problem =
    target !== 'ssh'
      ? server === INSTALLED && `--server ${INSTALLED}: expected --target ssh, found ${target}.`
      : nodesFile === undefined
        ? '--target ssh: expected --nodes-file, a file that names one machine a line, found none.'
        : servers.includes(server) &&
          `--server ${server}: with --target ssh expected ${INSTALLED}, or an archive or folder to upload. The versions that ship are those of the Docker image.`;
  if (problem) throw new UsageError(problem);
}

/** @throws UsageError where the workload needs observers and there are none. */
function requireObservers({ workload, observers }: Settings, { observed }: Names): void {
  if (observers > 0 || !observed.includes(workload)) return;
  throw new UsageError(
    `--observers: expected at least 1 with --workload ${workload}, found 0. Add --observers 2.`,
  );
}

/** @throws UsageError where the workload does not know an option. */
function requireTaken({ workload, fencing, naive }: Settings, { taking }: Names): void {
  const asked = [
    ...(fencing === 'claimed' ? (['fencing'] as const) : []),
    ...(naive ? (['naive'] as const) : []),
  ];
  const lost = asked.find(option => !taking[option].includes(workload));
  if (lost === undefined) return;
  throw new UsageError(
    `--${lost}: expected ${choice(taking[lost])} as the workload, found ${workload}. The others know no such thing.`,
  );
}

/** What is allowed, as JSON Schema by option. */
export function settingsSchema(names: Names): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(schemaOf(names), { io: 'input', unrepresentable: 'any' }).properties ?? {};
}

/** The messages of this schema say what was expected. */
function schemaOf(names: Names): z.ZodType<Settings> {
  const yesOrNo = z.boolean('true or false');
  return z.object({
    workload: oneOf(names.workloads),
    nemesis: severalOf(names.nemeses),
    target: oneOf(names.targets),
    server: serverOf(names.servers),
    nodes: wholeNumber(1, 31),
    observers: wholeNumber(0, 31),
    concurrency: threadCount,
    rate: z.number('a number of at least 0').min(0, 'a number of at least 0'),
    timeLimit: positive,
    nemesisInterval: positive,
    keys: wholeNumber(1, 100_000),
    reads: oneOf(['local', 'sync', 'quorum'] as const),
    clients: oneOf(['pinned', 'roaming'] as const),
    fencing: oneOf(['none', 'claimed'] as const),
    naive: yesOrNo,
    nodesFile: z.exactOptional(path),
    username: z.exactOptional(z.string('a name').min(1, 'a name')),
    sshPrivateKey: z.exactOptional(path),
    sshPort: z.exactOptional(wholeNumber(1, 65_535)),
    knownHosts: z.exactOptional(path),
    sudo: yesOrNo,
    bug: z.exactOptional(oneOf(names.bugs)),
    seed: z.exactOptional(wholeNumber(-(2 ** 31), 2 ** 31 - 1)),
    testCount: wholeNumber(1, 1_000_000),
    leaveDbRunning: yesOrNo,
    reporter: reporters,
    json: yesOrNo,
    quiet: yesOrNo,
    verbose: yesOrNo,
  });
}

const path = z.string('the path of a file').min(1, 'the path of a file');

const THREADS = 'a whole number of threads, or of threads per node such as 2n';
const threadCount = z.union(
  [z.int().min(1), z.string().regex(/^[1-9]\d{0,3}n?$/, THREADS)],
  THREADS,
);

const positive = z.number('a number of seconds above 0').positive('a number of seconds above 0');

function wholeNumber(least: number, most: number): z.ZodNumber {
  const expected = `a whole number from ${least} to ${most}`;
  return z.number(expected).int(expected).min(least, expected).max(most, expected);
}

function oneOf<const T extends string>(allowed: readonly T[]): z.ZodType<T> {
  return z.enum(allowed, choice(allowed));
}

function severalOf<const T extends string>(allowed: readonly T[]): z.ZodType<T[]> {
  return z
    .array(oneOf(allowed), `a list of: ${allowed.join(', ')}`)
    .min(1, choice(allowed))
    .refine(list => new Set(list).size === list.length, 'each name once');
}

const EXPECTED_REPORTER = `one of ${REPORTER_NAMES.join(', ')}, or the path of a module`;
const reporters: z.ZodType<string[]> = z
  .array(
    z
      .string(EXPECTED_REPORTER)
      .refine(name => REPORTER_NAMES.includes(name) || isModulePath(name), {
        error: EXPECTED_REPORTER,
        params: { allowed: REPORTER_NAMES },
      }),
    `a list of: ${EXPECTED_REPORTER}`,
  )
  .min(1, EXPECTED_REPORTER);

function serverOf(versions: readonly string[]): z.ZodType<string> {
  const expected = `${choice(versions)}, or an image with its tag such as zookeeper:3.9`;
  return z
    .string(expected)
    .refine(server => [...versions, INSTALLED].includes(server) || /[:/@]/.test(server), {
      error: expected,
      params: { allowed: versions },
    });
}

const choice = (allowed: readonly string[]): string => `one of ${allowed.join(', ')}`;

/** `--nodes: expected a whole number from 1 to 31, found 0` */
function explain(issue: z.core.$ZodIssue, gathered: Gathered): string {
  const [key, position] = issue.path;
  const sourced = isKey(key) ? gathered.get(key) : undefined;
  const value = sourced?.value;
  const found = typeof position === 'number' && Array.isArray(value) ? value[position] : value;
  const hint = typeof found === 'string' ? didYouMean(found, allowedBy(issue)) : '';
  return `${sourced?.origin ?? String(key)}: expected ${issue.message}, found ${JSON.stringify(found)}.${hint}`;
}

const isKey = (key: PropertyKey | undefined): key is OptionKey =>
  typeof key === 'string' && isOptionKey(key);

function allowedBy(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code !== 'custom') return [];
  const allowed: unknown = issue.params?.allowed;
  return Array.isArray(allowed) ? allowed.map(String) : [];
}
