/** The reporters that can be named, and those of users: a module each. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { json } from '../../report/json.ts';
import { allMarkdown, manyRuns } from '../../report/many-runs.ts';
import type { AllReports, Reporter, ReporterFactory } from '../../report/reporter.ts';
import type { RunReport } from '../../report/run-report.ts';
import { seedsByVerdict } from '../../report/seeds-by-verdict.ts';
import { summary } from '../../report/summary.ts';
import { UsageError } from '../exit.ts';
import type { Settings } from '../options/config.ts';
import type { Terminal } from '../terminal.ts';
import { githubReporter, onGitHub } from './github.ts';
import { DOCUMENTS, isModulePath } from './reporter-names.ts';

export type Wanted = Pick<Settings, 'reporter' | 'json' | 'quiet'>;

/** Which runs `list` shows in full, of many those that are not valid; `seeds` are many that differ in
 *  nothing else, of which a row each would tell nothing. */
type List = 'each' | 'broken' | 'seeds';

/** One reporter that is all that were asked for; GitHub's comes by itself in its Actions.
 * @throws UsageError where a module of the user's cannot be loaded. */
export async function openReporters(
  terminal: Terminal,
  wanted: Wanted,
  list: List = 'each',
): Promise<Reporter> {
  const named = await Promise.all(
    namesOf(terminal, wanted, list).map(name => factoryOf(name, terminal.folder)),
  );
  const reporters = named.map(create => create(terminal));
  return {
    async onRun(report) {
      for (const reporter of reporters) await reporter.onRun?.(report);
    },
    async onEnd(all) {
      for (const reporter of reporters) await reporter.onEnd?.(all);
    },
  };
}

/** Of several documents the first is on stdout. Beside it the summaries go to stderr, or nowhere when it should be quiet. */
function namesOf(terminal: Terminal, wanted: Wanted, list: List): string[] {
  const { reporter, quiet } = wanted;
  const asked = new Set([...(wanted.json ? ['json'] : []), ...reporter]);
  const [first, ...others] = [...asked].filter(name => DOCUMENTS.includes(name));
  const hasDocument = first !== undefined;
  for (const name of others) if (asked.delete(name)) asked.add(`${name} as a file`);
  if ((asked.delete('list') || hasDocument) && !(hasDocument && quiet))
    asked.add(`list ${list} on ${hasDocument ? 'stderr' : 'stdout'}`);
  if (onGitHub(terminal)) asked.add('github');
  return [...asked];
}

const BUILT_IN: Readonly<Record<string, ReporterFactory>> = {
  'list each on stdout': ({ out }) => listOn(out, () => true, manyRuns),
  'list each on stderr': ({ err }) => listOn(err, () => true, manyRuns),
  'list broken on stdout': ({ out }) => listOn(out, isBroken, manyRuns),
  'list broken on stderr': ({ err }) => listOn(err, isBroken, manyRuns),
  'list seeds on stdout': ({ out }) => listOn(out, isBroken, seedsByVerdict),
  'list seeds on stderr': ({ err }) => listOn(err, isBroken, seedsByVerdict),
  json: onStdout(json),
  markdown: onStdout(allMarkdown),
  junit: onStdout(junit),
  'json as a file': asFile('report.json', json),
  'markdown as a file': asFile('summary.md', allMarkdown),
  'junit as a file': asFile('junit.xml', junit),
  html: ({ err, folder }) => ({
    onRun: report => err(`${pathToFileURL(resolve(folder, report.folder, 'report.html')).href}\n`),
  }),
  github: githubReporter,
};

type Document = (all: AllReports) => string | Promise<string>;

async function junit(all: AllReports): Promise<string> {
  return (await import('../../report/junit.ts')).junitXml(all);
}

function onStdout(document: Document): ReporterFactory {
  return ({ out }) => ({ onEnd: async all => out(await document(all)) });
}

/** Beside the runs. */
function asFile(name: string, document: Document): ReporterFactory {
  return ({ err, folder }) => ({
    async onEnd(all) {
      await mkdir(join(folder, 'results'), { recursive: true });
      await writeFile(join(folder, 'results', name), await document(all));
      err(`${join('results', name)}\n`);
    },
  });
}

/** A summary of each run that is to be shown in full; of several runs a table at the end. */
function listOn(
  write: (text: string) => void,
  isShown: (report: RunReport) => boolean,
  table: (all: AllReports) => string,
): Reporter {
  return {
    onRun: report => {
      if (isShown(report)) write(`${summary(report)}\n`);
    },
    onEnd: all => {
      if (countOf(all) > 1) write(table(all));
    },
  };
}

const isBroken = ({ valid }: RunReport): boolean => valid !== true;
const countOf = ({ reports, crashes }: AllReports): number => reports.length + crashes.length;

async function factoryOf(name: string, folder: string): Promise<ReporterFactory> {
  const found = BUILT_IN[name];
  return found !== undefined && !isModulePath(name) ? found : moduleAt(name, folder);
}

/** @throws UsageError that says what its default export should be. */
async function moduleAt(path: string, folder: string): Promise<ReporterFactory> {
  const expected = `--reporter ${path}: expected a module whose default export is a function that returns a reporter`;
  const { createJiti } = await import('jiti');
  const exported: unknown = await createJiti(import.meta.url)
    .import(resolve(folder, path), { default: true })
    .catch((cause: unknown) => {
      throw new UsageError(`${expected}, cannot load it: ${String(cause)}`, { cause });
    });
  if (typeof exported === 'function') return exported as ReporterFactory;
  throw new UsageError(`${expected}, found ${typeof exported}.`);
}
