/** Latency quantiles and rates over the part of the run that is shown, in equal stretches of time. */
import type { Run } from './run.ts';
import type { TimeWindow } from './time-window.ts';

/** Stretches that the shown part is cut into. */
const STRETCHES = 120;

export interface Series {
  readonly name: string;
  /** The dash pattern of the line; empty for a solid one. */
  readonly dash: readonly number[];
  readonly colour: 'ok' | 'fail' | 'info' | 'ink' | 'quiet';
  /** Values by stretch; NaN if there is none. */
  readonly values: Float64Array;
}

const QUANTILES = [
  { name: 'p50', quantile: 0.5, dash: [] },
  { name: 'p95', quantile: 0.95, dash: [6, 3] },
  { name: 'p99', quantile: 0.99, dash: [2, 3] },
  { name: 'max', quantile: 1, dash: [1, 5] },
] as const;

/** Milliseconds, of the operations that were ok, by the time of their call. */
export function quantileSeries(run: Run, window: TimeWindow, mask: Uint8Array): readonly Series[] {
  const stretches = Array.from({ length: STRETCHES }, (): number[] => []);
  each(run, window, at => {
    if (mask[at] === 0 || run.type[at] !== 0) return;
    const took = (run.end[at] ?? 0) - (run.call[at] ?? 0);
    stretches[stretchOf(run.call[at] ?? 0, window)]?.push(took);
  });
  const sorted = stretches.map(values => Float64Array.from(values).sort());
  return QUANTILES.map(({ name, quantile, dash }) => ({
    name,
    dash,
    colour: 'ok',
    values: Float64Array.from(sorted, values => quantileOf(values, quantile)),
  }));
}

/** Returns NaN for an empty list. */
function quantileOf(sorted: Float64Array, quantile: number): number {
  return sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)] ?? Number.NaN;
}

const RATES = [
  { name: 'ok', type: 0, dash: [] },
  { name: 'fail', type: 1, dash: [6, 3] },
  { name: 'info', type: 2, dash: [2, 3] },
] as const;

/** Operations a second, by outcome and the time of their call. */
export function rateSeries(run: Run, window: TimeWindow, mask: Uint8Array): readonly Series[] {
  const perSecond = 1000 / (window.length / STRETCHES);
  const series = RATES.map(({ name, dash }) => ({
    name,
    dash,
    colour: name,
    values: new Float64Array(STRETCHES),
  }));
  each(run, window, at => {
    const values = series[run.type[at] ?? 0]?.values;
    const stretch = stretchOf(run.call[at] ?? 0, window);
    if (mask[at] === 1 && values !== undefined)
      values[stretch] = (values[stretch] ?? 0) + perSecond;
  });
  return series;
}

function each(run: Run, window: TimeWindow, visit: (at: number) => void): void {
  for (let at = run.firstFrom(window.from); at < run.count; at++) {
    if ((run.call[at] ?? 0) > window.until) return;
    visit(at);
  }
}

function stretchOf(time: number, window: TimeWindow): number {
  return Math.min(STRETCHES - 1, Math.floor(((time - window.from) / window.length) * STRETCHES));
}

/** The middle of a stretch. */
export function timeOf(stretch: number, window: TimeWindow): number {
  return window.from + ((stretch + 0.5) / STRETCHES) * window.length;
}
