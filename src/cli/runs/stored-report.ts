/** Writes and reads the reports of a stored run. */
import { relative } from 'node:path';
import type { RunReport } from '../../report/run-report.ts';
import type { RunView } from '../../report/run-view.ts';
import { statisticsOf } from '../../report/statistics.ts';
import { writeReports } from '../../report/write.ts';
import { identityOf } from '../../store/identity.ts';
import { writeManifest } from '../../store/manifest.ts';
import {
  readStatistics,
  readTest,
  readVerdict,
  type TestRecord,
  type VerdictRecord,
} from '../../store/results.ts';
import { readRoles } from '../../store/roles.ts';
import { forgetHistory, storedHistory } from '../../store/stored-history.ts';
import { checkCommand, runCommand } from '../options/command-line.ts';

/** Reads the run at `folder` (printed relative to `from`), writes its reports there, then a manifest of all
 * files. */
export async function storeReports(
  folder: string,
  verdict: VerdictRecord,
  from: string,
): Promise<RunReport> {
  const view = await viewOf(folder, verdict, from);
  await writeReports(folder, view);
  forgetHistory();
  await writeManifest(folder);
  return view.report;
}

/** Reads a stored run for drawing. */
async function viewOf(folder: string, verdict: VerdictRecord, from: string): Promise<RunView> {
  const test = await readTest(folder);
  const { history } = await storedHistory(folder);
  const { startedAt, troubles, plan } = test;
  const report = reportOf(test, verdict, relative(from, folder) || '.');
  return {
    report: { ...report, statistics: statisticsOf(history) },
    history,
    roles: await readRoles(folder),
    concurrency: plan.concurrency,
    startedAt,
    troubles,
  };
}

/** Reads the stored reports at `folder`, without the history. @throws StoreError if the run has no verdict or
 * no reports. */
export async function storedReport(folder: string, from: string): Promise<RunReport> {
  const [test, verdict] = await Promise.all([readTest(folder), readVerdict(folder)]);
  const statistics = await readStatistics(folder);
  return { ...reportOf(test, verdict, relative(from, folder) || '.'), statistics };
}

function reportOf(
  test: TestRecord,
  { valid, checks, coverage, cut }: VerdictRecord,
  folder: string,
): Omit<RunReport, 'statistics'> {
  const { plan, workload, versions, ensemble } = test;
  const { name, badges, setting } = identityOf(test);
  return {
    name,
    badges,
    setting,
    startedAt: test.startedAt,
    facts: { ...versions, ...ensemble },
    claim: workload.claim,
    source: workload.source,
    ...(workload.skipped !== undefined && { skipped: workload.skipped }),
    valid,
    checks,
    coverage,
    cut,
    folder,
    again: runCommand(plan),
    recheck: checkCommand(folder),
  };
}
