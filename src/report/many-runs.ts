/** Several runs together: a count of verdicts, and one table with a row a run. */
import { markdown, markdownTable } from './markdown.ts';
import type { AllReports } from './reporter.ts';
import { type CrashReport, type RunReport, titleOf, verdictWord } from './run-report.ts';
import { columnsOf } from './table.ts';

const HEADER = ['verdict', 'run', 'server', 'seed', 'ok/s', 'p99 ms', 'seconds', 'folder'];

/** `4 runs: 2 valid, 1 invalid, 1 crashed` */
export function tally({ reports, crashes }: AllReports): string {
  const count = (valid: RunReport['valid']): number =>
    reports.filter(report => report.valid === valid).length;
  const counts: readonly [number, string][] = [
    [count(true), 'valid'],
    [count(false), 'invalid'],
    [count('unknown'), 'unknown'],
    [crashes.length, 'crashed'],
  ];
  const parts = counts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`);
  return `${reports.length + crashes.length} runs: ${parts.join(', ') || 'none ended'}`;
}

/** Plain text; ends with a newline. */
export function manyRuns(all: AllReports): string {
  return [...columnsOf([HEADER, ...rowsOf(all)]), '', tally(all), ''].join('\n');
}

/** Returns one run in full; of several runs a table, then every run that is not valid in full. */
export function allMarkdown(all: AllReports): string {
  const { reports, crashes } = all;
  const [only] = reports;
  if (reports.length === 1 && crashes.length === 0 && only !== undefined) return markdown(only);
  const title = crashes.length > 0 ? 'CRASH' : verdictWord(all.valid);
  const parts = [`## ${title}: ${tally(all)}`, markdownTable([HEADER, ...rowsOf(all)])];
  const broken = reports.filter(report => report.valid !== true).map(markdown);
  return `${parts.join('\n\n')}\n${broken.map(text => `\n${text}`).join('')}`;
}

function rowsOf({ reports, crashes }: AllReports): string[][] {
  return [...reports.map(rowOf), ...crashes.map(crashRow)];
}

function rowOf(report: RunReport): string[] {
  const { valid, setting, statistics, folder } = report;
  const { total, seconds } = statistics;
  return [
    verdictWord(valid),
    titleOf(report),
    setting.server ?? '',
    setting.seed ?? '',
    seconds > 0 ? `${Math.round(total.counts.ok / seconds)}` : '-',
    total.latency === undefined ? '-' : total.latency.p99Ms.toFixed(1),
    seconds.toFixed(1),
    folder,
  ];
}

function crashRow({ name, setting, folder }: CrashReport): string[] {
  return ['CRASH', name, setting.server ?? '', setting.seed ?? '', '-', '-', '-', folder];
}
