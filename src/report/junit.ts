/** Runs as JUnit XML: a suite a run, a case a checker. Unknown and a crash are errors, never a success or
 *  a skip. The time of a run is that of its first case: checks have none of their own. */
import { createRequire } from 'node:module';
import type { Builder, TestCase } from 'junit-report-builder';
import { sentenceOf } from '../anomalies.ts';
import type { Check, Verdict } from '../contract.ts';
import type { AllReports } from './reporter.ts';
import type { RunReport } from './run-report.ts';
import { reasonOf } from './summary.ts';

/** The module is the builder itself; its types say that the builder is a property `default` of it. */
const junit = createRequire(import.meta.url)('junit-report-builder') as Builder;

/** Ends with a newline. */
export function junitXml({ reports, crashes }: Pick<AllReports, 'reports' | 'crashes'>): string {
  const builder = junit.newBuilder();
  const nameOf = uniqueNames();
  for (const report of reports) {
    const { folder, again, startedAt, statistics, setting, badges = [] } = report;
    const name = nameOf(report);
    const suite = builder.testSuite().name(name).time(statistics.seconds);
    if (startedAt !== undefined) suite.timestamp(startedAt.replace(/(\.\d+)?Z$/, ''));
    suite.property('folder', folder).property('again', again);
    for (const [key, value] of Object.entries(setting)) suite.property(key, value);
    for (const badge of badges) suite.property('remark', badge);
    for (const [at, check] of report.checks.entries())
      addCase(suite.testCase().time(at === 0 ? statistics.seconds : 0), name, check);
  }
  for (const crash of crashes) {
    const name = nameOf(crash);
    const suite = builder.testSuite().name(name).time(0);
    suite.property('folder', crash.folder).property('again', crash.again);
    suite.testCase().className(name).name('run').time(0).error(crash.why, 'crash');
  }
  return `${builder.build()}\n`;
}

type Named = Pick<RunReport, 'name' | 'setting'>;

/** Names suites by what tells runs apart, since CI systems tell tests apart by their names alone:
 *  `register-kill-docker, server 3.9.6, reads quorum, seed 7`. The same run again has a number. */
function uniqueNames(): (run: Named) => string {
  const seen = new Map<string, number>();
  return ({ name, setting }) => {
    const told = ['server', 'reads', 'seed'].flatMap(key => {
      const value = setting[key];
      return value === undefined ? [] : [`${key} ${value}`];
    });
    const whole = [name, ...told].join(', ');
    const count = (seen.get(whole) ?? 0) + 1;
    seen.set(whole, count);
    return count === 1 ? whole : `${whole} (${count})`;
  };
}

function addCase(testCase: TestCase, run: string, { name, verdict }: Check): void {
  testCase.className(run).name(name).standardOutput(reasonOf(verdict));
  addOutcome(testCase, verdict);
}

function addOutcome(testCase: TestCase, verdict: Verdict): void {
  if (verdict.valid === 'unknown') testCase.error(verdict.why, 'unknown');
  if (verdict.valid !== false) return;
  const [first] = verdict.anomalies;
  testCase
    .failure(sentenceOf(first), first.type)
    .stacktrace(verdict.anomalies.map(sentenceOf).join('\n'));
}
