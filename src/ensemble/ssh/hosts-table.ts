/** `zoobreak doctor` for hosts: every machine in one table, and what to do about what is missing. */
import type { Examination } from '../entry.ts';
import { COLUMNS, type Examined, obstacles } from './examine.ts';
import { examineHosts, type SshTargetOptions } from './target.ts';

/** @throws {RangeError} where the options or the server are wrong. */
export async function examination(
  options: SshTargetOptions,
  server: string,
  signal: AbortSignal,
): Promise<Examination> {
  const examined = await examineHosts(options, signal, server);
  return { ok: obstacles(examined) === undefined, table: hostsTable(examined) };
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
