/** Opens the requested reporters, by their entries in the registry or from a user's own files. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reporter, ReporterEntry, ReporterOutput } from '../../report/reporter.ts';
import { UsageError } from '../exit.ts';
import { entriesAt } from '../modules/entries.ts';
import { isPath } from '../modules/reference.ts';
import type { Settings } from '../options/config.ts';
import type { Terminal } from '../terminal.ts';
import { reporters } from './reporter-registry.ts';

export type Wanted = Pick<Settings, 'reporter' | 'json' | 'quiet'>;

type Detail = NonNullable<ReporterOutput['detail']>;

/** Combines all requested reporters, and those that join automatically, into one. @throws UsageError if there
 * is no such reporter, or a user's own file cannot be loaded. */
export async function openReporters(
  terminal: Terminal,
  wanted: Wanted,
  detail: Detail = 'each',
): Promise<Reporter> {
  const entries = await entriesOf(terminal, wanted);
  const documents = entries.filter(({ document }) => document !== undefined);
  const opened = await Promise.all(
    placed(entries, documents[0], wanted.quiet).map(({ entry, place }) =>
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

async function entriesOf(terminal: Terminal, { reporter, json }: Wanted): Promise<ReporterEntry[]> {
  const names = new Set([...(json ? ['json'] : []), ...reporter]);
  const found = await Promise.all([...names].map(name => entriesNamed(name, terminal.folder)));
  const joining = reporters.filter(({ joins }) => joins?.(terminal.environment));
  return [...new Set([...found.flat(), ...joining])];
}

/** Where a reporter's `out` goes: stdout, stderr, or a file beside the runs. */
type Place = 'stdout' | 'stderr' | { readonly file: string };

interface Placed {
  readonly entry: ReporterEntry;
  readonly place: Place;
}

/** Assigns outputs. The first document goes to stdout, others to files. Besides a document, summaries for
 * people go to stderr, requested or not, or nowhere if quiet. */
function placed(
  entries: readonly ReporterEntry[],
  first: ReporterEntry | undefined,
  quiet: boolean,
): readonly Placed[] {
  if (first === undefined) return entries.map(entry => ({ entry, place: 'stdout' }));
  const forPeople = reporters.filter(entry => entry.besideDocuments && !quiet);
  const others = entries.filter(entry => !entry.besideDocuments);
  return [
    ...others.map(entry => ({ entry, place: placeOf(entry, first) })),
    ...forPeople.map(entry => ({ entry, place: 'stderr' as const })),
  ];
}

function placeOf(entry: ReporterEntry, first: ReporterEntry): Place {
  const { document } = entry;
  return document === undefined || entry === first ? 'stdout' : { file: document };
}

function outputAt(place: Place, terminal: Terminal, detail: Detail): ReporterOutput {
  const { out, err, environment, folder } = terminal;
  const output = { err, environment, folder, detail };
  if (place === 'stdout') return { ...output, out };
  if (place === 'stderr') return { ...output, out: err };
  return { ...output, out: text => writeBesideRuns(place.file, text, terminal) };
}

async function writeBesideRuns(name: string, text: string, { folder, err }: Terminal) {
  await mkdir(join(folder, 'results'), { recursive: true });
  await writeFile(join(folder, 'results', name), text);
  err(`${join('results', name)}\n`);
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
