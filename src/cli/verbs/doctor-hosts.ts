/** `zoobreak doctor --target ssh`: every machine in one table, and what to do about what is missing. */
import { systemClock } from '../../clock.ts';
import { COLUMNS, type Examined, obstacles } from '../../ensemble/ssh/examine.ts';
import { examineHosts } from '../../ensemble/ssh/target.ts';
import { silentLog } from '../../log.ts';
import { EXIT, UsageError } from '../exit.ts';
import { sshOf } from '../options/plan.ts';
import type { Settings } from '../options/settings.ts';
import type { Terminal } from '../terminal.ts';

/** 0: a run can start on them. 254: something is missing. */
export async function doctorHosts(
  terminal: Terminal,
  settings: Settings,
  signal: AbortSignal,
): Promise<number> {
  const { ssh } = sshOf(settings);
  if (ssh === undefined) throw new UsageError('doctor: expected --nodes-file, found none.');
  const options = { log: silentLog, clock: systemClock(), ssh };
  const examined = await examineHosts(options, signal, settings.server).catch((cause: unknown) => {
    if (cause instanceof RangeError) throw new UsageError(cause.message, { cause });
    throw cause;
  });
  terminal.out(hostsTable(examined));
  return obstacles(examined) === undefined ? EXIT.valid : EXIT.usage;
}

/** A line a host; under the table a line for each thing that is missing. */
export function hostsTable(examined: readonly Examined[]): string {
  const rows = [['host', ...COLUMNS], ...examined.map(rowOf)];
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map(row => row[at]?.length ?? 0))) ?? [];
  const lines = rows.map(row =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, ...examined.flatMap(problemsOf), ''].join('\n');
}

/** What is missing is in capitals; what was not looked at is a dash. */
function rowOf({ host, findings }: Examined): string[] {
  const cells = COLUMNS.map(column => {
    const finding = findings.get(column);
    if (finding === undefined) return '-';
    return finding.problem === undefined ? finding.found : `MISSING (${finding.found})`;
  });
  return [host, ...cells];
}

function problemsOf({ host, findings }: Examined): string[] {
  return [...findings.values()].flatMap(({ problem, optional }) => {
    if (problem === undefined) return [];
    return [
      optional === undefined ? `${host}: ${problem}` : `${host}: no ${optional} faults: ${problem}`,
    ];
  });
}
