/** Tables of text: cells padded to the widest of their column. */
import type { FunctionStatistics, Latency, Statistics } from '../store/results.ts';

/** One line a row; cells two spaces apart, nothing behind the last one. */
export function columnsOf(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  }
  return rows.map(row =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** A header, a row for each function, a row for all; empty where nothing was done. */
export function statisticsRows({ functions, total, seconds }: Statistics): string[][] {
  if (functions.length === 0) return [];
  const rate = seconds > 0 ? `${Math.round(total.counts.ok / seconds)} ok/s` : '';
  return [
    ['', '', 'ok', 'fail', 'info', 'p50 ms', 'p99 ms', 'max ms'],
    ...functions.map(statisticsRow),
    [...statisticsRow(total), rate],
  ];
}

function statisticsRow({ f, counts, latency }: FunctionStatistics): string[] {
  return ['', f, String(counts.ok), String(counts.fail), String(counts.info), ...cellsOf(latency)];
}

function cellsOf(latency: Latency | undefined): string[] {
  if (latency === undefined) return ['-', '-', '-'];
  return [latency.p50Ms, latency.p99Ms, latency.maxMs].map(value => value.toFixed(1));
}
