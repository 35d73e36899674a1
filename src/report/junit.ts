/** Runs as JUnit XML: a suite a run, a case a checker. Unknown and a crash are errors, never a success or
 *  a skip. */
import { createRequire } from 'node:module';
import type { Builder, TestCase } from 'junit-report-builder';
import { sentenceOf } from '../anomalies.ts';
import type { Check, Verdict } from '../contract.ts';
import type { AllReports } from './reporter.ts';
import { reasonOf } from './summary.ts';

/** The module is the builder itself; its types say that the builder is a property `default` of it. */
const junit = createRequire(import.meta.url)('junit-report-builder') as Builder;

/** Ends with a newline. */
export function junitXml({ reports, crashes }: Pick<AllReports, 'reports' | 'crashes'>): string {
  const builder = junit.newBuilder();
  for (const report of reports) {
    const suite = builder.testSuite().name(report.name).time(report.statistics.seconds);
    suite.property('folder', report.folder).property('again', report.again);
    for (const check of report.checks) addCase(suite.testCase(), report.name, check);
  }
  for (const { name, why, folder, again } of crashes) {
    const suite = builder.testSuite().name(name);
    suite.property('folder', folder).property('again', again);
    suite.testCase().className(name).name('run').error(why, 'crash');
  }
  return `${builder.build()}\n`;
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
