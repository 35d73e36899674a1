/** Runs the command line: files in, verdicts out, an exit code. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Analysis } from '../check.ts';
import { HistoryError } from '../history/event.ts';
import { withDigits } from '../history/shown.ts';
import { load } from '../load.ts';
import { forbiddenBy, OptionError } from '../options.ts';
import { reportFiles } from '../report/files.ts';
import { summary } from '../report/summary.ts';
import type { CheckResult } from '../result.ts';
import { analyseInThreads } from '../threads.ts';
import { type Arguments, commandOf, USAGE, UsageError } from './arguments.ts';

const VALID = 0;
const INVALID = 1;
const UNKNOWN = 2;
const BAD_ARGUMENTS = 254;
export const ERROR = 255;

/** Where the command line's words go. */
interface Output {
  out(text: string): void;
  error(text: string): void;
}

/** The exit code. An error outweighs invalid, invalid outweighs unknown. */
export async function run(argv: readonly string[], output: Output): Promise<number> {
  try {
    const command = commandOf(argv);
    if (command.kind === 'check') return await checkAll(command, output);
    output.out(command.kind === 'help' ? USAGE : await version());
    return VALID;
  } catch (error) {
    const isUsage = error instanceof UsageError || error instanceof OptionError;
    output.error(`elle-ts: ${textOf(error)}`);
    if (isUsage) output.error('Try elle-ts --help.');
    return isUsage ? BAD_ARGUMENTS : ERROR;
  }
}

async function checkAll(args: Arguments, output: Output): Promise<number> {
  // a bad model is reported before an hour of reading
  forbiddenBy(args.options);
  requireFolders(args);
  const codes: number[] = [];
  for (const file of args.files) codes.push(await checkOne(file, args, output));
  return worst(codes);
}

async function checkOne(file: string, args: Arguments, output: Output): Promise<number> {
  try {
    const history = await load(file, args.workload);
    const analysis = await analyseInThreads(history, args.options, args.threads);
    const { result } = analysis;
    output.out(args.output === 'json' ? json(file, result) : summary(file, result, args.workload));
    if (args.directory !== undefined) await writeReport(folderFor(file, args), analysis);
    return codeOf(result);
  } catch (error) {
    if (error instanceof UsageError || error instanceof OptionError) throw error;
    const isOurs = !(error instanceof HistoryError) && error instanceof Error;
    output.error(`elle-ts: ${isOurs ? `${file}: ${error.stack}` : textOf(error)}`);
    return ERROR;
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** One file's explanations must not replace another's. @throws UsageError */
function requireFolders(args: Arguments): void {
  if (args.directory === undefined) return;
  const fileOf = new Map<string, string>();
  for (const file of args.files) {
    const folder = folderFor(file, args);
    const other = fileOf.get(folder);
    if (other !== undefined && resolve(other) !== resolve(file))
      throw new UsageError(
        `--directory: expected files of different names, found ${other} and ${file}; check them apart`,
      );
    fileOf.set(folder, file);
  }
}

/** One file goes to the directory itself, several to a folder each. */
function folderFor(file: string, args: Arguments): string {
  const directory = args.directory ?? '.';
  return args.files.length > 1 ? join(directory, basename(file)) : directory;
}

/** @throws Error, with the folder's name, where it cannot be written. */
async function writeReport(folder: string, analysis: Analysis): Promise<void> {
  try {
    for (const { path, content } of reportFiles(analysis)) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : cause;
    throw new Error(`--directory: expected a folder to write to, found ${folder}: ${why}`, {
      cause,
    });
  }
}

/** One line; a valid result has the other keys too, empty. */
function json(file: string, result: CheckResult): string {
  const empty = { 'anomaly-types': [], anomalies: {}, not: [], 'also-not': [] };
  return JSON.stringify({ file, ...empty, ...result }, withDigits);
}

function codeOf({ valid }: CheckResult): number {
  if (valid === true) return VALID;
  return valid === false ? INVALID : UNKNOWN;
}

function worst(codes: readonly number[]): number {
  return [ERROR, INVALID, UNKNOWN].find(code => codes.includes(code)) ?? VALID;
}

async function version(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { version: found }: { version: string } = JSON.parse(text);
  return found;
}
