/** The reporter `github`: prints annotations into the output of GitHub Actions, and writes the files of the
 * step. */
import { appendFile } from 'node:fs/promises';
import { kindsOf, MOST_KINDS } from '../../report/anomaly-text.ts';
import { allMarkdown } from '../../report/many-runs.ts';
import type { AllReports, Reporter, ReporterOutput } from '../../report/reporter.ts';
import { type RunReport, titleOf, verdictWord } from '../../report/run-report.ts';
import { annotation } from './github-commands.ts';

/** GitHub refuses a step summary above 1 MiB. */
const MOST_SUMMARY_LENGTH = 250_000;

/** Annotates what is not valid; at the end, writes the step summary and sets the step's outputs. */
export const githubReporter = ({
  err,
  environment,
}: Pick<ReporterOutput, 'err' | 'environment'>): Reporter => ({
  onRun(report) {
    for (const line of annotations(report)) err(line);
  },
  async onEnd(all) {
    for (const { name, why } of all.crashes) err(annotation('error', name, `crashed: ${why}`));
    const summary = allMarkdown(all).slice(0, MOST_SUMMARY_LENGTH);
    await append(environment.GITHUB_STEP_SUMMARY, `${summary}\n`);
    await append(environment.GITHUB_OUTPUT, outputs(all));
  },
});

async function append(path: string | undefined, text: string): Promise<void> {
  if (path !== undefined) await appendFile(path, text);
}

/** Returns `verdict=invalid`, `report=results/.../report.html`: the report is that of the first run with the
 * overall verdict. */
function outputs({ valid, reports, crashes }: AllReports): string {
  const shown = reports.find(report => report.valid === valid) ?? reports[0];
  return [
    `verdict=${crashes.length > 0 ? 'crash' : verdictWord(valid).toLowerCase()}`,
    `report=${shown === undefined ? '' : `${shown.folder}/report.html`}`,
    '',
  ].join('\n');
}

/** An error for each kind of anomaly (GitHub shows ten a step), a warning for each check that is unknown. */
export function annotations(report: RunReport): string[] {
  const errors = kindsOf(report)
    .slice(0, MOST_KINDS)
    .map(({ sentence }) => annotation('error', titleOf(report), sentence));
  const warnings = report.checks.flatMap(({ name, verdict }) =>
    verdict.valid === 'unknown'
      ? [annotation('warning', report.name, `${name}: unknown: ${verdict.why}`)]
      : [],
  );
  return [...errors, ...warnings];
}
