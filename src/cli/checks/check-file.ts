/** Checks one history file against one model. */
import { type Detail, linearizable } from '../../checker/linearizable/index.ts';
import type { Clock } from '../../clock.ts';
import type { Verdict } from '../../contract.ts';
import { FORMATS, type Format, readHistory } from '../../history/file.ts';
import type { History } from '../../history/history.ts';
import { HistoryError } from '../../history/history-error.ts';
import { budgetFrom } from '../../judge/budget.ts';
import { type Model, modelNamed, models, UnknownOperation } from '../../model/index.ts';
import { UsageError } from '../exit.ts';
import { isPath } from '../modules/reference.ts';
import { LIMITS } from '../runs/check-options.ts';
import { didYouMean } from '../suggest.ts';
import type { Flags } from '../verb.ts';
import { modelOfFile } from './model-file.ts';

interface FileOptions {
  readonly model: Model<unknown>;
  /** Default: detected from the content. */
  readonly format?: Format;
  /** The form of a counterexample: one line, as a file has no room for more. */
  readonly detail: Detail;
}

/** Files of models are resolved against `folder`. @throws UsageError for an unknown model or format, or an
 * initial state that is not JSON. */
export async function fileOptionsOf(flags: Flags, folder: string): Promise<FileOptions> {
  const model = await modelOf(flags, folder);
  const detail = flags.json === true ? 'full' : 'brief';
  if (flags.format === undefined) return { model, detail };
  return { model, detail, format: oneOf('--format', String(flags.format), FORMATS) };
}

async function modelOf(flags: Flags, folder: string): Promise<Model<unknown>> {
  const names = models.map(({ name }) => name);
  if (flags.model === undefined)
    throw new UsageError(
      `--model: expected one of ${names.join(', ')} or a file to check by, found none. The history of a run is judged by the checkers of its workload where its folder is named.`,
    );
  const name = String(flags.model);
  const initial = initialOf(flags.initial);
  if (isPath(name)) return modelOfFile(folder, name, initial);
  return modelNamed(oneOf('--model', name, names), initial);
}

function oneOf<T extends string>(flag: string, found: string, allowed: readonly T[]): T {
  const match = allowed.find(name => name === found);
  if (match !== undefined) return match;
  throw new UsageError(
    `${flag}: expected one of ${allowed.join(', ')}, found "${found}".${didYouMean(found, allowed)}`,
  );
}

function initialOf(text: unknown): unknown {
  if (text === undefined) return null;
  try {
    return JSON.parse(String(text));
  } catch (cause) {
    throw new UsageError(`--initial: expected JSON such as null, 0 or [1,2], found "${text}".`, {
      cause,
    });
  }
}

export interface CheckedFile {
  readonly verdict: Verdict;
  /** What is odd about the file, although it was checked. */
  readonly note: string | undefined;
}

/** @throws UsageError if the file cannot be read, is not a history, or has operations that the model lacks. */
export async function checkFile(
  path: string,
  { model, format, detail }: FileOptions,
  clock: Clock,
): Promise<CheckedFile> {
  try {
    const history = await readHistory(path, format === undefined ? {} : { format });
    const verdict = linearizable(model, detail).check(history, budgetFrom(clock, LIMITS));
    const note = noteOn(history);
    if (history.cut && verdict.valid === true)
      return {
        verdict: { valid: 'unknown', why: 'its end is cut off', counts: verdict.counts },
        note,
      };
    return { verdict, note };
  } catch (cause) {
    if (cause instanceof HistoryError) throw new UsageError(cause.message, { cause });
    if (cause instanceof UnknownOperation || isMissing(cause))
      throw new UsageError(`${path}: ${cause.message}`, { cause });
    throw cause;
  }
}

/** Tests whether the file does not exist or may not be read. */
function isMissing(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/** Reports times that contradict the order of the events. Operations are ordered by position alone, so one of
 * both is wrong. */
function noteOn(history: History): string | undefined {
  const at = history.stepBack();
  if (at === undefined) return undefined;
  const { index, time } = history.event(at);
  return `the time of event ${index} is ${history.event(at - 1).time - time} ns before that of the event above it; operations were judged in the order of the file`;
}
