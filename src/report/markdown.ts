/** The end of a run as Markdown: summary.md, and the step summary of a pull request. */
import { type AnomalyKind, kindsOf, MOST_KINDS } from './anomaly-text.ts';
import { coverageRows } from './coverage-text.ts';
import { pairsText, type RunReport, titleOf, verdictWord } from './run-report.ts';
import {
  checkText,
  cutSentence,
  notesOf,
  reasonOf,
  skippedOf,
  verdictSentence,
} from './summary.ts';
import { statisticsRows } from './table.ts';

/** Ends with a newline. */
export function markdown(report: RunReport): string {
  return [
    `## ${verdictWord(report.valid)}: ${titleOf(report)}`,
    ...(report.valid === false ? anomalyParts(report) : [escaped(verdictSentence(report))]),
    markdownTable([
      ['check', 'verdict', 'looked at'],
      ...report.checks.map(({ name, verdict }) => [
        checkText(name),
        verdictWord(verdict.valid),
        reasonOf(verdict),
      ]),
    ]),
    `Claim: ${escaped(report.claim)}. Source: ${escaped(report.source)}`,
    ...skippedOf(report).map(what => `Skipped: ${escaped(what)}`),
    ...notesOf(report).map(note => `Note: ${escaped(note)}`),
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

/** The first kinds; the folder has them all. */
function anomalyParts(report: RunReport): string[] {
  const kinds = kindsOf(report);
  const parts = kinds.slice(0, MOST_KINDS).map(kindPart);
  const more = kinds.length - MOST_KINDS;
  return more > 0
    ? [...parts, `and ${more} other kinds of anomalies in [anomalies](anomalies)`]
    : parts;
}

function kindPart({ sentence, first, others }: AnomalyKind): string {
  const { anomaly, checker } = first;
  const files = [first, ...others].map(({ file }) => `[${file}](${file})`);
  return [
    `**${escaped(sentence)}**`,
    '',
    `- promised: ${escaped(anomaly.promised)}`,
    `- type: ${anomaly.type}, found by ${checker}`,
    `- explained in ${files.join(', ')}`,
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
