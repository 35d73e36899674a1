/** What `zoobreak run` says on stdout: a summary after each run, or one document at the end. */
import { json } from '../report/json.ts';
import { markdown } from '../report/markdown.ts';
import type { RunReport } from '../report/run-report.ts';
import { summary } from '../report/summary.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

type Wanted = Pick<Settings, 'reporter' | 'json' | 'quiet'>;
type Document = Exclude<Settings['reporter'][number], 'list'>;

/** A run is over: its summary goes to stdout, or to stderr where stdout is for a document. */
export function showRun(terminal: Terminal, wanted: Wanted, report: RunReport): void {
  if (documentOf(wanted) === undefined) terminal.out(`${summary(report)}\n`);
  else if (!wanted.quiet) terminal.err(`${summary(report)}\n`);
}

/** All runs are over: the document that was asked for, if any. */
export async function showDocument(
  terminal: Terminal,
  wanted: Wanted,
  valid: boolean | 'unknown',
  reports: readonly RunReport[],
): Promise<void> {
  const document = documentOf(wanted);
  if (document !== undefined) terminal.out(await render(document, valid, reports));
}

/** Validation allows at most one. */
function documentOf({ json: asJson, reporter }: Wanted): Document | undefined {
  return asJson ? 'json' : reporter.find((name): name is Document => name !== 'list');
}

async function render(
  document: Document,
  valid: boolean | 'unknown',
  reports: readonly RunReport[],
): Promise<string> {
  switch (document) {
    case 'json':
      return json(valid, reports);
    case 'markdown':
      return reports.map(markdown).join('\n');
    case 'junit':
      return (await import('../report/junit.ts')).junitXml(reports);
  }
}
