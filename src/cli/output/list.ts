/** The reporter `list`: prints a summary of each run and, after several runs, a table. */
import { manyRuns } from '../../report/many-runs.ts';
import type { AllReports, Reporter, ReporterOutput } from '../../report/reporter.ts';
import { seedsByVerdict } from '../../report/seeds-by-verdict.ts';
import { endingOf } from './ending.ts';

export function listReporter(output: ReporterOutput): Reporter {
  const { out, detail = 'each' } = output;
  const table = detail === 'seeds' ? seedsByVerdict : manyRuns;
  return {
    async onRun(report) {
      if (detail === 'each' || report.valid !== true) await out(`${endingOf(report, output)}\n`);
    },
    async onEnd(all) {
      if (countOf(all) > 1) await out(table(all));
    },
  };
}

const countOf = ({ reports, crashes }: AllReports): number => reports.length + crashes.length;
