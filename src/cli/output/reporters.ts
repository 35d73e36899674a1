/** Opens the requested reporters, by their entries in the registry or from the user's modules. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Reporter, ReporterEntry, ReporterOutput } from '../../report/reporter.ts';
import { UsageError } from '../exit.ts';
import type { Settings } from '../options/config.ts';
import type { Terminal } from '../terminal.ts';
import { isModulePath, reporters } from './reporter-registry.ts';

export type Wanted = Pick<Settings, 'reporter' | 'json' | 'quiet'>;

type Detail = NonNullable<ReporterOutput['detail']>;

/** Combines all requested reporters, and those that join unasked, in one.
 * @throws UsageError where a module of the user's cannot be loaded. */
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
  const named = new Set([...(json ? ['json'] : []), ...reporter]);
  const found = await Promise.all([...named].map(name => entryOf(name, terminal.folder)));
  const joining = reporters.filter(({ joins }) => joins?.(terminal.environment));
  return [...new Set([...found, ...joining])];
}

/** Where a reporter's `out` goes: stdout, stderr, or a file beside the runs. */
type Place = 'stdout' | 'stderr' | { readonly file: string };

interface Placed {
  readonly entry: ReporterEntry;
  readonly place: Place;
}

/** The first document is on stdout, others are files. Beside a document, summaries for people go to stderr,
 *  requested or not, and nowhere when it is to be quiet. */
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

async function entryOf(name: string, folder: string): Promise<ReporterEntry> {
  const found = reporters.find(entry => entry.name === name);
  return found !== undefined && !isModulePath(name) ? found : moduleAt(name, folder);
}

/** @throws UsageError that says what its default export should be. */
async function moduleAt(path: string, folder: string): Promise<ReporterEntry> {
  const expected = `--reporter ${path}: expected a module whose default export is a reporter: { name, create }`;
  const { createJiti } = await import('jiti');
  const exported: unknown = await createJiti(import.meta.url)
    .import(resolve(folder, path), { default: true })
    .catch((cause: unknown) => {
      throw new UsageError(`${expected}, cannot load it: ${String(cause)}`, { cause });
    });
  if (isEntry(exported)) return exported;
  throw new UsageError(`${expected}, found ${typeof exported}.`);
}

function isEntry(exported: unknown): exported is ReporterEntry {
  if (typeof exported !== 'object' || exported === null) return false;
  return 'create' in exported && typeof exported.create === 'function';
}
