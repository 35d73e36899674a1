/** The one error of stored results, and all of its texts. Pure. */
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

interface Mismatch {
  /** Where in the record: `plan.nodes`, `checks[0].verdict`. Absent: the record as a whole. */
  readonly at?: string;
  readonly expected: string;
  readonly found: string;
  /** What to do: one sentence. */
  readonly remedy: string;
  readonly cause?: unknown;
}

const RESTORE = 'Restore the file as it was stored, or run the test again.';
export const SCHEDULE_HELP: string = 'docs/schedules.md says what a schedule holds.';
export const PROFILE_HELP: string = 'docs/profiles.md says what a profile holds.';
const MOST_CHARACTERS = 80;

/** A stored file that is missing, or is not what it should be. The command line reports it as a usage error. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  /** `file` is a path; it includes the line where each line is a record: `roles.jsonl:12`. */
  constructor(file: string, { at, expected, found, remedy, cause }: Mismatch) {
    const place = at === undefined || at === '' ? file : `${file}: ${at}`;
    super(`${place}: expected ${expected}, found ${found}. ${remedy}`, { cause });
  }
}

/** Reports a file that is not there. */
export function missing(file: string): StoreError {
  return new StoreError(file, {
    expected: 'the record of a run',
    found: 'nothing',
    remedy: 'Name the folder of a run that is stored, such as results/latest.',
  });
}

/** Reports a path that leads to something other than a folder, such as a file of a run. */
export function notAFolder(path: string): StoreError {
  return new StoreError(path, {
    expected: 'a folder of results',
    found: 'a file',
    remedy: 'Name the folder, such as results/latest.',
  });
}

/** Reports a file that the system does not let us read. */
export function unreadable(file: string, cause: unknown): StoreError {
  return new StoreError(file, {
    expected: 'the record of a run',
    found: `one that cannot be read: ${textOf(cause)}`,
    remedy: 'Check what it is, and its permissions.',
    cause,
  });
}

/** Reports a folder of results in which the system does not let us begin a run. */
export function unwritable(folder: string, cause: unknown): StoreError {
  return new StoreError(folder, {
    expected: 'a folder for results that can be written',
    found: textOf(cause),
    remedy: 'Name another by --results, or make room in this one.',
    cause,
  });
}

/** Returns the error of a file that the system does not let us write: no fault of the user's, nor of the file. */
export function notWritten(path: string, what: string, cause: unknown): Error {
  return new Error(`${path}: expected to write ${what}, found ${textOf(cause)}`, { cause });
}

/** Reports a file whose text is not JSON. */
export function notJson(file: string, cause: unknown): StoreError {
  return new StoreError(file, {
    expected: 'JSON',
    found: `other text: ${textOf(cause)}`,
    remedy: RESTORE,
    cause,
  });
}

/** Reports a stored source of the user's own that is not the one that the run used. */
export function changedSource(file: string, expected: string, found: string): StoreError {
  return new StoreError(file, {
    expected: `the source that the run used, sha256 ${expected.slice(0, 12)}…`,
    found: `sha256 ${found.slice(0, 12)}…`,
    remedy: RESTORE,
  });
}

/** Reports a path in a plan that leaves the folder of the stored sources. */
export function outsideModules(file: string): StoreError {
  return new StoreError(file, {
    at: 'plan.modules',
    expected: 'a path inside modules/',
    found: 'one that leaves it',
    remedy: RESTORE,
  });
}

/** Reports the first of the `issues` that zod has with a record, and how many others there are. */
export function mismatch(file: string, record: unknown, issues: readonly Issue[]): StoreError {
  const newer = issues.find(issue => isNewer(issue, record));
  const first = newer ?? issues[0];
  const path = first?.path ?? [];
  const more = issues.length > 1 && newer === undefined ? ` (and ${issues.length - 1} more)` : '';
  return new StoreError(file, {
    at: placeOf(path),
    expected: first === undefined ? 'a record of this version' : expectedBy(first),
    found: `${shown(valueAt(record, path))}${more}`,
    remedy:
      newer === undefined
        ? RESTORE
        : 'A newer version of zoobreak wrote this file. Update zoobreak to read it.',
  });
}

/** Reports a text that is no YAML. */
export function notYaml(
  file: string,
  { cause, remedy }: { readonly cause: unknown; readonly remedy: string },
): StoreError {
  return new StoreError(file, {
    expected: 'YAML',
    found: `other text: ${textOf(cause)}`,
    remedy,
    cause,
  });
}

interface Wrong {
  readonly value: unknown;
  readonly issues: readonly Issue[];
  /** The fields of the file as a whole; absent where unknown fields are reported before. */
  readonly keys?: readonly string[];
  readonly remedy: string;
}

/** Reports the first of the `issues` that zod has with a file that a user wrote. */
export function notAsWritten(file: string, { value, issues, keys, remedy }: Wrong): StoreError {
  const [first] = issues;
  const path = first?.path ?? [];
  const unknown = first?.code === 'unrecognized_keys' ? first.keys[0] : undefined;
  return new StoreError(file, {
    at: placeOf(path),
    expected:
      first === undefined
        ? 'another content'
        : (fieldOf(path, { unknown, keys }) ?? expectedBy(first)),
    found: unknown ?? shown(valueAt(value, path)),
    remedy,
  });
}

/** Returns what is expected instead of an unknown field of the file as a whole. */
function fieldOf(
  path: readonly PropertyKey[],
  {
    unknown,
    keys,
  }: { readonly unknown: string | undefined; readonly keys: readonly string[] | undefined },
): string | undefined {
  if (unknown === undefined || path.length > 0) return undefined;
  return keys && `one of the fields ${keys.join(', ')}`;
}

/** Whether the record has a later schema version than the one that is read here. */
function isNewer(issue: Issue, record: unknown): boolean {
  if (issue.code !== 'invalid_value' || placeOf(issue.path) !== 'schema') return false;
  const [ours] = issue.values;
  const found = valueAt(record, issue.path);
  return typeof found === 'number' && typeof ours === 'number' && found > ours;
}

/** `plan.nodes`, `checks[0].verdict` */
function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map(name => (typeof name === 'number' ? `[${name}]` : `.${String(name)}`))
    .join('')
    .replace(/^\./, '');
}

function valueAt(record: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined,
    record,
  );
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

/** Returns what zod expected, in its words: `string`, `one of "local"|"sync"|"quorum"`. */
function expectedBy({ code, message, ...issue }: Issue): string {
  if (code === 'invalid_format') return `text that matches ${'pattern' in issue && issue.pattern}`;
  return /expected (.+?)(, received .*)?$/i.exec(message)?.[1] ?? message;
}

/** Returns what another error says, on one line: that of JSON.parse quotes the file. */
function textOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).replaceAll(/\s+/g, ' ');
}
