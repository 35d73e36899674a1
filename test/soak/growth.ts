/** What grew while a process did the same again and again. */

/** What one look counted, by name. Memory is in bytes. */
export type Sample = Readonly<Record<string, number>>;

export interface Growth {
  readonly name: string;
  /** Medians of the samples after the warm-up, and of the last ones. */
  readonly before: number;
  readonly after: number;
  readonly isGrowing: boolean;
}

/** Samples left out: caches fill, and code is compiled. */
const WARM_UP_SHARE = 0.25;
/** Samples of which a median is taken, at the beginning and at the end. */
const MEDIAN_SHARE = 0.2;
const MB = 2 ** 20;
/** What may be added without being a leak, by the unit that a name ends with. Counts may not grow at all. */
const TOLERATED: readonly (readonly [suffix: string, share: number, least: number])[] = [
  ['heap', 0.05, 2 * MB],
  ['memory', 0.1, 30 * MB],
];

/** Returns a row for each thing that the samples count.
 * @throws RangeError where there are too few samples. */
export function growthOf(samples: readonly Sample[]): readonly Growth[] {
  const warm = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const count = Math.floor(warm.length * MEDIAN_SHARE);
  if (count === 0) throw new RangeError(`expected 7 samples or more, found ${samples.length}`);
  return Object.keys(samples[0] ?? {}).map(name => {
    const values = warm.map(sample => sample[name] ?? 0);
    const [before, after] = [medianOf(values.slice(0, count)), medianOf(values.slice(-count))];
    return { name, before, after, isGrowing: after > before + toleratedOf(name, before) };
  });
}

function toleratedOf(name: string, before: number): number {
  const [, share, least] = TOLERATED.find(([suffix]) => name.endsWith(suffix)) ?? ['', 0, 0];
  return Math.max(share * before, least);
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Returns a table for people. */
export function growthTable(rows: readonly Growth[]): string {
  const lines = rows.map(({ name, before, after, isGrowing }) =>
    [name.padEnd(12), textOf(name, before), textOf(name, after), isGrowing ? 'GROWS' : 'steady']
      .join('  ')
      .trimEnd(),
  );
  return ['              after the warm-up        at the end', ...lines].join('\n');
}

function textOf(name: string, value: number): string {
  const isMemory = TOLERATED.some(([suffix]) => name.endsWith(suffix));
  return (isMemory ? `${(value / MB).toFixed(1)} MB` : `${value}`).padStart(16);
}
