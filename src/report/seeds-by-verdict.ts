/** Runs that differ in their seeds only: how many have which verdict, and the seeds. Pure. */
import { tally } from './many-runs.ts';
import type { AllReports } from './reporter.ts';
import { type CrashReport, type RunReport, verdictWord } from './run-report.ts';
import { columnsOf } from './table.ts';

const HEADER = ['verdict', 'runs', 'seeds'];

/** Plain text, a row a verdict, ends with a newline: `VALID  998  1..12, 14..999`. */
export function seedsByVerdict(all: AllReports): string {
  const { reports, crashes } = all;
  const groups: readonly (readonly [string, readonly (RunReport | CrashReport)[]])[] = [
    ['CRASH', crashes],
    ...([false, 'unknown', true] as const).map(
      valid => [verdictWord(valid), reports.filter(report => report.valid === valid)] as const,
    ),
  ];
  const rows = groups
    .filter(([, runs]) => runs.length > 0)
    .map(([word, runs]) => [word, `${runs.length}`, rangesOf(runs.map(seedOf))]);
  return [...columnsOf([HEADER, ...rows]), '', tally(all), ''].join('\n');
}

function seedOf({ setting }: Pick<RunReport, 'setting'>): number {
  return Number(setting.seed);
}

/** `1..3, 7` of 3, 1, 2 and 7. */
export function rangesOf(numbers: readonly number[]): string {
  const ranges: { readonly from: number; to: number }[] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && number === last.to + 1) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}..${to}`)).join(', ');
}
