/** The end of a run as plain text, verdict first. */
import type { Check, Verdict } from '../contract.ts';
import { kindsOf, MOST_KINDS } from './anomaly-text.ts';
import { coverageRows } from './coverage-text.ts';
import { pairsText, type RunReport, titleOf, verdictWord } from './run-report.ts';
import { columnsOf, statisticsRows } from './table.ts';

/** `more`: labels and texts after where the results are. Ends with a newline. */
export function summary(
  report: RunReport,
  more: readonly (readonly [label: string, text: string])[] = [],
): string {
  const blocks = [
    [`${verdictWord(report.valid)}  ${titleOf(report)}`],
    sentenceLines(report),
    columnsOf(report.checks.map(checkRow)),
    columnsOf([
      ...claimRows(report),
      ...skippedOf(report).map(what => ['', 'skipped', what]),
      ...notesOf(report).map(note => ['', 'note', note]),
    ]),
    report.cut.map(cutSentence),
    columnsOf(statisticsRows(report.statistics)),
    columnsOf(endRows(report, more)),
  ];
  return `${blocks
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`;
}

function checkRow({ name, verdict }: Check): string[] {
  return ['', checkText(name), verdictWord(verdict.valid).toLowerCase(), reasonOf(verdict)];
}

/** Returns the name of a check; that of the run itself says what it asks. */
export function checkText(name: string): string {
  return name === 'run' ? 'run: enough operations, faults seen' : name;
}

/** Why it is unknown, how many anomalies it has, and what was looked at. */
export function reasonOf(verdict: Verdict): string {
  const counts = pairsText(verdict.counts);
  if (verdict.valid === 'unknown') return `${verdict.why}${counts && ` (${counts})`}`;
  if (verdict.valid) return counts;
  return `anomalies ${anomalyCount(verdict)}${counts && ` (${counts})`}`;
}

function anomalyCount({ anomalies, found = {} }: Extract<Verdict, { valid: false }>): number {
  return Math.max(
    anomalies.length,
    Object.values(found).reduce((sum, count) => sum + count, 0),
  );
}

/** Returns what came out in plain sentences: for each kind of anomaly one, and the file that explains it. */
function sentenceLines(report: RunReport): string[] {
  if (report.valid !== false) return [`  ${verdictSentence(report)}`];
  const kinds = kindsOf(report);
  const lines = kinds
    .slice(0, MOST_KINDS)
    .flatMap(({ sentence, first }) => [`  ${sentence}`, `    ${report.folder}/${first.file}`]);
  const more = kinds.length - MOST_KINDS;
  return more > 0
    ? [...lines, `  and ${more} other kinds of anomalies in ${report.folder}/anomalies`]
    : lines;
}

/** Returns the verdict in one sentence, with the first anomaly where there is one. */
export function verdictSentence(report: Pick<RunReport, 'valid' | 'checks'>): string {
  if (report.valid === true) return 'Every check passed.';
  const [kind] = kindsOf(report);
  if (kind !== undefined) return kind.sentence;
  const reasons = report.checks.flatMap(({ name, verdict }) =>
    verdict.valid === 'unknown' ? [` ${name}: ${verdict.why}.`] : [],
  );
  return `Nothing was shown, either way.${reasons.join('')}`;
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

function endRows(report: RunReport, more: readonly (readonly [string, string])[]): string[][] {
  const rows = [
    ...coverageRows(report.coverage),
    ['setting', pairsText(report.setting)],
    ['results', report.folder],
    ...more,
    ['again', report.again],
    ['re-check', report.recheck],
  ];
  return rows.map(row => ['', ...row]);
}

export function cutSentence(why: string): string {
  return `The history is not the whole run: ${why}`;
}
