/** Writes a run's reports into its folder: report.html, timeline.html, latency.svg, rate.svg, summary.md,
 *  junit.xml, statistics.json, anomalies/<n>-<type>.txt, and .svg where there is a picture. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FILES, writeStatistics } from '../store/results.ts';
import { anomaliesOf, anomalyPage } from './anomaly-text.ts';
import { junitXml } from './junit.ts';
import { latencySvg } from './latency-svg.ts';
import { markdown } from './markdown.ts';
import { rateSvg } from './rate-svg.ts';
import { pagesOf } from './report-html.ts';
import type { RunView } from './run-view.ts';

const REPORTS: readonly string[] = [
  'report.html',
  'timeline.html',
  'latency.svg',
  'rate.svg',
  'summary.md',
  'junit.xml',
  FILES.statistics,
];

/** Whether a file of a run's folder is one that is written here, and can be written again. */
export function isReport(path: string): boolean {
  return REPORTS.includes(path) || path.startsWith('anomalies/');
}

/** Replaces the reports of an earlier check. */
export async function writeReports(folder: string, view: RunView): Promise<void> {
  const { report } = view;
  await writeAnomalies(folder, view);
  await writeFile(join(folder, 'summary.md'), markdown(report));
  await writeFile(join(folder, 'junit.xml'), junitXml({ reports: [report], crashes: [] }));
  await writeStatistics(folder, report.statistics);
  const { report: page, timeline } = await pagesOf(view);
  await writeFile(join(folder, 'report.html'), page);
  await writeFile(join(folder, 'timeline.html'), timeline);
  await writeFile(join(folder, 'latency.svg'), latencySvg(view));
  await writeFile(join(folder, 'rate.svg'), rateSvg(view));
}

async function writeAnomalies(folder: string, { report, history }: RunView): Promise<void> {
  await rm(join(folder, 'anomalies'), { recursive: true, force: true });
  for (const found of anomaliesOf(report)) {
    const path = join(folder, found.file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, anomalyPage(found, history));
    const { picture } = found.anomaly;
    if (picture !== undefined) await writeFile(path.replace(/txt$/, 'svg'), picture);
  }
}
