/** Runs as one JSON object: `{ "valid": ..., "runs": [...], "crashes": [...] }`. */
import { sentenceOf } from '../anomalies.ts';
import { anomaliesOf } from './anomaly-text.ts';
import type { AllReports } from './reporter.ts';
import type { RunReport } from './run-report.ts';

/** `valid` is that of all runs together, as the exit code says it. Ends with a newline. */
export function json({ valid, reports, crashes }: AllReports): string {
  return `${JSON.stringify({ valid, runs: reports.map(runObject), crashes }, null, 2)}\n`;
}

function runObject(report: RunReport): object {
  const { valid, name, badges = [], folder, setting, facts, claim, source } = report;
  const { checks, coverage, statistics, cut } = report;
  const anomalies = anomaliesOf(report).map(({ checker, anomaly, file }) => ({
    checker,
    file,
    sentence: sentenceOf(anomaly),
    ...anomaly,
  }));
  return {
    valid,
    name,
    badges,
    folder,
    setting,
    facts,
    claim,
    source,
    ...(report.skipped !== undefined && { skipped: report.skipped }),
    checks: checks.map(check => ({
      name: check.name,
      valid: check.verdict.valid,
      ...(check.verdict.valid === 'unknown' && { why: check.verdict.why }),
      counts: check.verdict.counts,
    })),
    anomalies,
    coverage,
    statistics,
    cut,
    again: report.again,
    recheck: report.recheck,
  };
}
