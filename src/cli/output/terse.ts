/** The reporter `terse`: a line for each finding of a run that is not valid, and nothing else. */
import { kindsOf } from '../../report/anomaly-text.ts';
import type { Reporter, ReporterOutput } from '../../report/reporter.ts';
import { type CrashReport, type RunReport, titleOf, verdictWord } from '../../report/run-report.ts';

export function terseReporter({ out }: Pick<ReporterOutput, 'out'>): Reporter {
  return {
    async onRun(report) {
      for (const why of reasonsOf(report))
        await out(`${verdictWord(report.valid)} ${placeOf(report)}: ${why}\n`);
    },
    async onEnd({ crashes }) {
      for (const crash of crashes) await out(`CRASH ${placeOf(crash)}: ${crash.why}\n`);
    },
  };
}

/** The kinds of anomalies in a sentence each, or why nothing was shown; none where the run is valid. */
function reasonsOf(report: RunReport): readonly string[] {
  if (report.valid === false) return kindsOf(report).map(({ sentence }) => sentence);
  return report.checks.flatMap(({ name, verdict }) =>
    verdict.valid === 'unknown' ? [`${name}: ${verdict.why}`] : [],
  );
}

function placeOf(run: RunReport | CrashReport): string {
  const { server = '', seed = '' } = run.setting;
  return `${titleOf(run)}, server ${server}, seed ${seed} (${run.folder})`;
}
