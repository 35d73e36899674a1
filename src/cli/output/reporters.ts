/** Opens the requested reporters, by their entries in the registry or from a user's own files. */
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Reporter, ReporterEntry, ReporterOutput } from '../../report/reporter.ts';
import { UsageError } from '../exit.ts';
import { entriesAt } from '../modules/entries.ts';
import { isPath, splitOutput } from '../modules/reference.ts';
import type { Settings } from '../options/config.ts';
import type { Terminal } from '../terminal.ts';
import { reporters } from './reporter-registry.ts';

export type Wanted = Pick<Settings, 'reporter' | 'json' | 'quiet' | 'results'>;

type Detail = NonNullable<ReporterOutput['detail']>;

/** Combines all requested reporters, and those that join automatically, into one. @throws UsageError if there
 * is no such reporter, or a user's own file cannot be loaded. */
export async function openReporters(
  terminal: Terminal,
  wanted: Wanted,
  detail: Detail = 'each',
): Promise<Reporter> {
  const chosen = await chosenOf(terminal, wanted);
  const opened = await Promise.all(
    placed(chosen, wanted).map(({ entry, place }) =>
      entry.create(outputAt(place, terminal, detail)),
    ),
  );
  return {
    async onRun(report) {
      for (const reporter of opened) await reporter.onRun?.(report);
    },
    async onEnd(all) {
      for (const reporter of opened) await reporter.onEnd?.(all);
    },
  };
}

/** A reporter, and the file that the user gave it, if any. */
interface Chosen {
  readonly entry: ReporterEntry;
  readonly file?: string;
}

async function chosenOf(terminal: Terminal, { reporter, json }: Wanted): Promise<Chosen[]> {
  const requested = new Set([...(json ? ['json'] : []), ...reporter]);
  const found = await Promise.all([...requested].map(text => chosenBy(text, terminal.folder)));
  const chosen = found.flat();
  const joining = reporters.filter(({ joins }) => joins?.(terminal.environment));
  const more = joining.filter(each => !chosen.some(({ entry }) => entry === each));
  return [...chosen, ...more.map(entry => ({ entry }))];
}

/** `junit`, `junit=build/junit.xml`, `./mine.ts` */
async function chosenBy(text: string, folder: string): Promise<readonly Chosen[]> {
  const { name, file } = splitOutput(text);
  const entries = await entriesNamed(name, folder);
  return entries.map(entry => ({ entry, ...(file !== undefined && { file }) }));
}

/** Where a reporter's `out` goes: stdout, stderr, or a file. */
type Place = 'stdout' | 'stderr' | { readonly file: string };

interface Placed {
  readonly entry: ReporterEntry;
  readonly place: Place;
}

/** A reporter with a file of its own writes there. Of the other documents the first is on stdout, the rest are files
 *  beside the runs. Beside documents, summaries for people are printed where stdout is free, or to stderr, requested or
 *  not, and nowhere when it is to be quiet. */
function placed(chosen: readonly Chosen[], { quiet, results }: Wanted): readonly Placed[] {
  const filed = chosen.flatMap(({ entry, file }) =>
    file === undefined ? [] : [{ entry, place: { file } }],
  );
  const open = chosen.filter(({ file }) => file === undefined).map(({ entry }) => entry);
  const first = open.find(({ document }) => document !== undefined);
  if (first === undefined && filed.length === 0)
    return open.map(entry => ({ entry, place: 'stdout' }));
  const forPeople = quiet ? [] : summariesOf(open);
  const others = open.filter(entry => !entry.besideDocuments);
  return [
    ...filed,
    ...others.map(entry => ({ entry, place: placeOf(entry, first, results) })),
    ...forPeople.map(entry => ({ entry, place: first === undefined ? STDOUT : STDERR })),
  ];
}

/** What people read beside documents: what they requested, or else the first reporter there is for them. */
function summariesOf(open: readonly ReporterEntry[]): readonly ReporterEntry[] {
  const requested = open.filter(entry => entry.besideDocuments);
  return requested.length > 0
    ? requested
    : reporters.filter(each => each.besideDocuments).slice(0, 1);
}

const STDOUT = 'stdout' as const;
const STDERR = 'stderr' as const;

function placeOf(entry: ReporterEntry, first: ReporterEntry | undefined, results: string): Place {
  const { document } = entry;
  return document === undefined || entry === first ? STDOUT : { file: join(results, document) };
}

function outputAt(place: Place, terminal: Terminal, detail: Detail): ReporterOutput {
  const { out, err, environment, folder, colours } = terminal;
  const output = { err, environment, folder, detail };
  if (place === STDOUT) return { ...output, out, colours: colours?.out ?? false };
  if (place === STDERR) return { ...output, out: err, colours: colours?.err ?? false };
  return { ...output, out: fileWriter(place.file, terminal) };
}

/** Replaces the file, then appends to it. */
function fileWriter(file: string, { folder, err }: Terminal): ReporterOutput['out'] {
  const path = resolve(folder, file);
  let isBegun = false;
  return async text => {
    if (isBegun) return appendFile(path, text);
    isBegun = true;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    err(`${file}\n`);
  };
}

/** @throws UsageError if there is no such reporter, or a user's own file exports none. */
async function entriesNamed(name: string, folder: string): Promise<readonly ReporterEntry[]> {
  if (isPath(name)) return entriesAt('reporter', name, { folder, origin: '--reporter' });
  const found = reporters.filter(entry => entry.name === name);
  if (found.length > 0) return found;
  const names = reporters.map(entry => entry.name).join(', ');
  throw new UsageError(
    `--reporter: expected one of ${names}, or the path of a module, found ${JSON.stringify(name)}.`,
  );
}
