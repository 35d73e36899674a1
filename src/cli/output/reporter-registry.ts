/** All named reporters. The code that writes a report is loaded when there is one to write. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AllReports, ReporterEntry, ReporterOutput } from '../../report/reporter.ts';
import { onGitHub } from './github-commands.ts';

type Document = (all: AllReports) => string | Promise<string>;

/** Makes a reporter that writes one document at the end. */
const writes =
  (load: () => Promise<Document>): ReporterEntry['create'] =>
  ({ out }: ReporterOutput) => ({
    onEnd: async all => out(await (await load())(all)),
  });

export const reporters: readonly ReporterEntry[] = [
  {
    name: 'list',
    besideDocuments: true,
    create: async output => (await import('./list.ts')).listReporter(output),
  },
  {
    name: 'terse',
    besideDocuments: true,
    create: async output => (await import('./terse.ts')).terseReporter(output),
  },
  {
    name: 'json',
    document: 'report.json',
    create: writes(async () => (await import('../../report/json.ts')).json),
  },
  {
    name: 'junit',
    document: 'junit.xml',
    create: writes(async () => (await import('../../report/junit.ts')).junitXml),
  },
  {
    name: 'markdown',
    document: 'summary.md',
    create: writes(async () => (await import('../../report/many-runs.ts')).allMarkdown),
  },
  {
    name: 'github',
    joins: onGitHub,
    create: async output => (await import('./github.ts')).githubReporter(output),
  },
  {
    name: 'html',
    create: ({ err, folder }) => ({
      onRun: report =>
        err(`${pathToFileURL(resolve(folder, report.folder, 'report.html')).href}\n`),
    }),
  },
];
