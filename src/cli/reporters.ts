/** The reporters that can be named, and those of users: a module each. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';
import { json } from '../report/json.ts';
import { markdown } from '../report/markdown.ts';
import type { Reporter, ReporterFactory } from '../report/reporter.ts';
import { summary } from '../report/summary.ts';
import { UsageError } from './exit.ts';
import { githubReporter, onGitHub } from './github.ts';
import { DOCUMENTS, isModulePath } from './reporter-names.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

export type Wanted = Pick<Settings, 'reporter' | 'json' | 'quiet'>;

/** One reporter that is all that were asked for; GitHub's comes by itself in its Actions.
 * @throws UsageError where a module of the user's cannot be loaded. */
export async function openReporters(terminal: Terminal, wanted: Wanted): Promise<Reporter> {
  const named = await Promise.all(
    namesOf(terminal, wanted).map(name => factoryOf(name, terminal.folder)),
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

/** Beside a document on stdout the summaries go to stderr, or nowhere when it should be quiet. */
function namesOf(terminal: Terminal, wanted: Wanted): string[] {
  const { reporter, quiet } = wanted;
  const asked = new Set([...reporter, ...(wanted.json ? ['json'] : [])]);
  if (DOCUMENTS.some(name => asked.has(name))) {
    asked.delete('list');
    if (!quiet) asked.add('list on stderr');
  }
  if (onGitHub(terminal)) asked.add('github');
  return [...asked];
}

const BUILT_IN: Readonly<Record<string, ReporterFactory>> = {
  list: ({ out }) => ({ onRun: report => out(`${summary(report)}\n`) }),
  'list on stderr': ({ err }) => ({ onRun: report => err(`${summary(report)}\n`) }),
  json: ({ out }) => ({ onEnd: ({ valid, reports }) => out(json(valid, reports)) }),
  markdown: ({ out }) => ({ onEnd: ({ reports }) => out(reports.map(markdown).join('\n')) }),
  junit: ({ out }) => ({
    onEnd: async ({ reports }) => out((await import('../report/junit.ts')).junitXml(reports)),
  }),
  html: ({ err, folder }) => ({
    onRun: report => err(`${pathToFileURL(resolve(folder, report.folder, 'report.html')).href}\n`),
  }),
  github: githubReporter,
};

async function factoryOf(name: string, folder: string): Promise<ReporterFactory> {
  const found = BUILT_IN[name];
  return found !== undefined && !isModulePath(name) ? found : moduleAt(name, folder);
}

/** @throws UsageError that says what its default export should be. */
async function moduleAt(path: string, folder: string): Promise<ReporterFactory> {
  const expected = `--reporter ${path}: expected a module whose default export is a function that returns a reporter`;
  const exported: unknown = await createJiti(import.meta.url)
    .import(resolve(folder, path), { default: true })
    .catch((cause: unknown) => {
      throw new UsageError(`${expected}, cannot load it: ${String(cause)}`, { cause });
    });
  if (typeof exported === 'function') return exported as ReporterFactory;
  throw new UsageError(`${expected}, found ${typeof exported}.`);
}
