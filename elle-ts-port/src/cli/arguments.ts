/** The command line of `elle-ts`. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Workload } from '../history/event.ts';
import type { CheckOptions } from '../options.ts';

export const USAGE = `Usage: elle-ts FILE... [options]

Checks histories of transactions for anomalies. FILE is JSON lines, or EDN when its name ends in .edn.

  --workload NAME       list-append (default) or rw-register
  --model NAME,...      models that should hold (default: strict-serializable); none: only --anomaly counts
  --anomaly NAME,...    anomalies that should not occur, besides
  --directory DIR       write explanations and pictures there
  --output text|json    json: one object a file, one file a line (default: text)
  --naming elle|search  a pair of transactions counts as its data dependency (default), or as the
                        relation that the search walked
  --sequential-keys     rw-register: each process sees the versions of a key in order
  --linearizable-keys   rw-register: the versions of a key follow realtime
  --wfr-keys            rw-register: a write follows what its transaction read
  --threads N           search cyclic parts in N threads (default: as many as there are cores)
  --help, --version

Exit codes: 0 all valid, 1 some invalid, 2 some unknown, 254 bad arguments, 255 an error.`;

/** Arguments that make no sense. Exit code 254. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Arguments {
  readonly files: readonly string[];
  readonly workload: Workload;
  readonly options: CheckOptions;
  readonly directory?: string;
  readonly output: 'text' | 'json';
  readonly threads: number;
}

type Command = { readonly kind: 'help' | 'version' } | ({ readonly kind: 'check' } & Arguments);

const OPTIONS = {
  workload: { type: 'string', default: 'list-append' },
  model: { type: 'string', multiple: true },
  anomaly: { type: 'string', multiple: true },
  directory: { type: 'string' },
  output: { type: 'string', default: 'text' },
  naming: { type: 'string', default: 'elle' },
  'sequential-keys': { type: 'boolean', default: false },
  'linearizable-keys': { type: 'boolean', default: false },
  'wfr-keys': { type: 'boolean', default: false },
  threads: { type: 'string', default: String(availableParallelism()) },
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
} as const;

/** @throws UsageError naming the argument, what was expected and what was found. */
export function commandOf(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  if (positionals.length === 0) throw new UsageError('FILE: expected at least one, found none');
  if (positionals.includes('')) throw new UsageError('FILE: expected a path, found ""');
  if (values.directory === '') throw new UsageError('--directory: expected a path, found ""');
  const workload = oneOf('workload', values.workload, ['list-append', 'rw-register']);
  return {
    kind: 'check',
    files: positionals,
    workload,
    output: oneOf('output', values.output, ['text', 'json']),
    ...(values.directory === undefined ? {} : { directory: values.directory }),
    threads: atLeastOne('threads', values.threads),
    options: {
      ...(values.model ? { models: modelsIn(values.model) } : {}),
      ...(values.anomaly ? { anomalies: namesIn(values.anomaly) } : {}),
      naming: oneOf('naming', values.naming, ['elle', 'search']),
      sequentialKeys: values['sequential-keys'],
      linearizableKeys: values['linearizable-keys'],
      wfrKeys: values['wfr-keys'],
    },
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** An option may be repeated, and hold several names. */
function namesIn(values: readonly string[]): string[] {
  return values.flatMap(value => value.split(','));
}

function modelsIn(values: readonly string[]): string[] {
  const names = namesIn(values);
  if (!names.includes('none')) return names;
  if (names.length === 1) return [];
  throw new UsageError(
    `--model: expected none alone or other names, found ${shownArgument(names.join(','))}`,
  );
}

function oneOf<T extends string>(option: string, found: string, expected: readonly T[]): T {
  const match = expected.find(name => name === found);
  if (match !== undefined) return match;
  throw new UsageError(
    `--${option}: expected ${expected.join(' or ')}, found ${shownArgument(found)}`,
  );
}

function atLeastOne(option: string, found: string): number {
  if (/^[1-9]\d{0,3}$/.test(found)) return Number(found);
  throw new UsageError(`--${option}: expected a number from 1 on, found ${shownArgument(found)}`);
}

function shownArgument(text: string): string {
  return JSON.stringify(text);
}
