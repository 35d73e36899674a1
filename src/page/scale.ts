/** From values to pixels, and the round numbers that stand at an axis. */

export interface Scale {
  at(value: number): number;
  readonly ticks: readonly number[];
}

/** Steps of time and of counts that people count in. */
const STEPS = [1, 2, 5];

/** Round values between two others, about `count` of them. */
export function ticksBetween(from: number, until: number, count: number): readonly number[] {
  const raw = (until - from) / Math.max(1, count);
  if (!(raw > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = (STEPS.find(each => each * power >= raw) ?? 10) * power;
  const first = Math.ceil(from / step);
  const last = Math.floor(until / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => (first + at) * step);
}

/** Upwards from `bottom` to `top`, by powers of ten. */
export function logScale(least: number, most: number, bottom: number, top: number): Scale {
  const low = Math.floor(Math.log10(least));
  const high = Math.max(low + 1, Math.ceil(Math.log10(most)));
  const ticks = Array.from({ length: high - low + 1 }, (_, at) => 10 ** (low + at));
  const at = (value: number): number =>
    bottom - ((Math.log10(Math.max(value, 10 ** low)) - low) / (high - low)) * (bottom - top);
  return { at, ticks };
}

/** Upwards from `bottom` (0) to `top`. */
export function linearScale(most: number, bottom: number, top: number): Scale {
  const ticks = ticksBetween(0, Math.max(most, 1), 3);
  return { at: value => bottom - (value / Math.max(most, 1)) * (bottom - top), ticks };
}

/** `850 µs`, `1.2 ms`, `3.05 s`, with as many digits as a step of the axis needs. */
export function timeText(ms: number, step: number = ms): string {
  const [value, unit, size] =
    step >= 100 || (ms >= 1000 && step >= 10) ? [ms / 1000, 's', step / 1000] : [ms, 'ms', step];
  const digits = Math.min(4, Math.max(0, -Math.floor(Math.log10(size || 1) + 1e-9)));
  return `${value.toFixed(digits)} ${unit}`;
}

/** `0.1 ms`, `10 ms`, `1 s` */
export function latencyText(ms: number): string {
  return ms >= 1000 ? `${+(ms / 1000).toPrecision(3)} s` : `${+ms.toPrecision(3)} ms`;
}
