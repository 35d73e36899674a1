/** The end of a run as plain text, verdict first. */
import type { Check, Verdict } from '../contract.ts';
import { anomaliesOf, anomalyLine, MOST_ANOMALIES } from './anomaly-text.ts';
import { coverageRows } from './coverage-text.ts';
import { pairsText, type RunReport, titleOf, verdictWord } from './run-report.ts';
import { columnsOf, statisticsRows } from './table.ts';

/** Ends with a newline. */
export function summary(report: RunReport): string {
  const blocks = [
    [`${verdictWord(report.valid)}  ${titleOf(report)}`],
    columnsOf(report.checks.map(checkRow)),
    columnsOf([
      ...claimRows(report),
      ...skippedOf(report).map(what => ['', 'skipped', what]),
      ...notesOf(report).map(note => ['', 'note', note]),
    ]),
    anomalyLines(report),
    report.cut.map(cutSentence),
    columnsOf(statisticsRows(report.statistics)),
    columnsOf(endRows(report)),
  ];
  return `${blocks
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`;
}

function checkRow({ name, verdict }: Check): string[] {
  return ['', name, verdictWord(verdict.valid).toLowerCase(), reasonOf(verdict)];
}

/** Why it is unknown, how many anomalies it has, and what was looked at. */
export function reasonOf(verdict: Verdict): string {
  const counts = pairsText(verdict.counts);
  if (verdict.valid === 'unknown') return `${verdict.why}${counts && ` (${counts})`}`;
  if (verdict.valid) return counts;
  return `anomalies ${verdict.anomalies.length}${counts && ` (${counts})`}`;
}

/** The first few in a line each; the folder has them all. */
function anomalyLines(report: RunReport): string[] {
  const found = anomaliesOf(report);
  const lines = found
    .slice(0, MOST_ANOMALIES)
    .map(
      ({ anomaly, file }, at) =>
        `  ${at + 1}. ${anomalyLine(anomaly)}\n     ${report.folder}/${file}`,
    );
  const more = found.length - MOST_ANOMALIES;
  return more > 0 ? [...lines, `  and ${more} more in ${report.folder}/anomalies`] : lines;
}

/** Beside the verdict: where a claim is stronger than ZooKeeper's promises, it explains the anomalies. */
function claimRows({ claim, source }: RunReport): string[][] {
  return [
    ['', 'claim', claim],
    ['', 'source', source],
  ];
}

/** What was left out, and why. */
export function skippedOf({ skipped = [] }: RunReport): readonly string[] {
  return skipped.map(({ name, why }) => `${name}: ${why}`);
}

/** What was seen beside the claims. */
export function notesOf({ checks }: RunReport): readonly string[] {
  return checks.flatMap(({ verdict }) => verdict.notes ?? []);
}

function endRows(report: RunReport): string[][] {
  const rows = [
    ...coverageRows(report.coverage),
    ['setting', pairsText(report.setting)],
    ['results', report.folder],
    ['again', report.again],
    ['re-check', report.recheck],
  ];
  return rows.map(row => ['', ...row]);
}

export function cutSentence(why: string): string {
  return `The history is not the whole run: ${why}`;
}
