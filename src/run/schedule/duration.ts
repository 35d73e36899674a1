/** Durations in schedules: `250 ms`, `2 s`, `1.5 min`. */

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000 };

/** Returns milliseconds. @throws RangeError where the text is none, which the schema of schedules refuses. */
export function durationMs(text: string): number {
  const [, count, unit = ''] = /^([\d.]+) ?(ms|s|min)$/.exec(text) ?? [];
  const unitMs = UNITS_MS[unit];
  if (unitMs === undefined) throw new RangeError(`expected a duration such as 2 s, found ${text}`);
  return Number(count) * unitMs;
}

/** `3.25 s` */
export function durationText(ms: number): string {
  return `${Math.round(ms) / 1_000} s`;
}
