/** The end of a run as Markdown: summary.md, and the step summary of a pull request. */
import { anomaliesOf, MOST_ANOMALIES, type NamedAnomaly } from './anomaly-text.ts';
import { coverageRows } from './coverage-text.ts';
import { pairsText, type RunReport, titleOf, verdictWord } from './run-report.ts';
import { cutSentence, notesOf, reasonOf, skippedOf } from './summary.ts';
import { statisticsRows } from './table.ts';

/** Ends with a newline. */
export function markdown(report: RunReport): string {
  return [
    `## ${verdictWord(report.valid)}: ${titleOf(report)}`,
    markdownTable([
      ['check', 'verdict', 'looked at'],
      ...report.checks.map(({ name, verdict }) => [
        name,
        verdictWord(verdict.valid),
        reasonOf(verdict),
      ]),
    ]),
    `Claim: ${escaped(report.claim)}. Source: ${escaped(report.source)}`,
    ...skippedOf(report).map(what => `Skipped: ${escaped(what)}`),
    ...notesOf(report).map(note => `Note: ${escaped(note)}`),
    ...anomalyParts(report),
    ...report.cut.map(why => `> ${escaped(cutSentence(why))}`),
    markdownTable(statisticsRows(report.statistics).map(row => row.slice(1))),
    endOf(report),
    '',
  ]
    .filter((part, at, parts) => part !== '' || at === parts.length - 1)
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

/** The first few; the folder has them all. */
function anomalyParts(report: RunReport): string[] {
  const found = anomaliesOf(report);
  const parts = found.slice(0, MOST_ANOMALIES).map(anomalyPart);
  const more = found.length - MOST_ANOMALIES;
  return more > 0 ? [...parts, `and ${more} more in [anomalies](anomalies)`] : parts;
}

function anomalyPart({ anomaly, checker, file }: NamedAnomaly, at: number): string {
  return [
    `### ${at + 1}. ${anomaly.type} (${checker})`,
    '',
    `- promised: ${escaped(anomaly.promised)}`,
    `- seen: ${escaped(anomaly.seen)}`,
    `- explained in [${file}](${file})`,
  ].join('\n');
}

function endOf(report: RunReport): string {
  return [
    ...coverageRows(report.coverage).map(([label, text]) => `- ${label}: ${escaped(text)}`),
    `- setting: ${escaped(pairsText(report.setting))}`,
    `- ran on: ${escaped(pairsText(report.facts))}`,
    `- run again: \`${report.again}\``,
    `- check again: \`${report.recheck}\``,
  ].join('\n');
}

/** The first row is the header. Rows may be longer than it: their last cells get no title. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [header, ...body] = rows;
  if (header === undefined) return '';
  const width = Math.max(...rows.map(row => row.length));
  const line = (cells: readonly string[]): string =>
    `| ${Array.from({ length: width }, (_, at) => escaped(cells[at] ?? '')).join(' | ')} |`;
  return [line(header), `|${' --- |'.repeat(width)}`, ...body.map(line)].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}
