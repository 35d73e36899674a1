/** latency.svg: each operation by the time of its call and how long it took, on a logarithmic axis.
 *  One path for each outcome, and one point for all that fall on the same half pixel. */
import { scaleLog } from 'd3-scale';
import { html } from './markup.ts';
import { endNsOf, type RunView } from './run-view.ts';
import { type SvgFrame, svgFrameOf, svgOf } from './svg-frame.ts';

/** Shorter latencies are drawn as this one. */
const LEAST_NS = 1e5;
/** More pixels than a plot is wide. */
const WIDEST = 1e5;
const OUTCOMES = ['ok', 'fail', 'info'] as const;

/** What is drawn at a point, as a path that begins there: a dot, a cross, a triangle. */
const SIGNS = {
  ok: 'h.01',
  fail: 'm-3-3l6 6m0-6l-6 6',
  info: 'm0-4l4 7h-8z',
} as const;

export function latencySvg(view: RunView): string {
  const frame = svgFrameOf(view);
  const longest = Math.max(LEAST_NS * 10, longestOf(view));
  const y = scaleLog([LEAST_NS, 10 ** Math.ceil(Math.log10(longest))], [frame.bottom, frame.top]);
  const powers = y.ticks().filter(tick => Number.isInteger(Math.log10(tick)));
  const paths = pathsOf(view, frame, ns => y(Math.max(LEAST_NS, ns)));
  return svgOf(view, frame, {
    title: 'Latency',
    ticks: powers.map(tick => ({
      y: Math.round(y(tick)),
      text: tick >= 1e9 ? `${tick / 1e9} s` : `${tick / 1e6} ms`,
    })),
    content: html`${OUTCOMES.map(
      outcome =>
        html`<path class="series ${outcome}" stroke-width="${outcome === 'ok' ? 2 : 1.3}" stroke-linecap="round" d="${paths[outcome]}"/>`,
    )}`,
    legend: [
      { name: '·', text: 'ok' },
      { name: '×', text: 'fail' },
      { name: '△', text: 'in doubt' },
    ],
  });
}

/** How long each completed operation took; one that never returned has no latency. */
function* latencies({
  history,
}: RunView): Generator<readonly [at: number, took: number, type: 'ok' | 'fail' | 'info']> {
  for (const { callNs, completedNs, type } of history.eachOutcome())
    if (completedNs !== undefined) yield [callNs, completedNs - callNs, type];
}

function longestOf(view: RunView): number {
  let longest = 0;
  for (const [, took] of latencies(view)) longest = Math.max(longest, took);
  return longest;
}

function pathsOf(
  view: RunView,
  frame: SvgFrame,
  y: (ns: number) => number,
): Readonly<Record<(typeof OUTCOMES)[number], string>> {
  const paths = { ok: '', fail: '', info: '' };
  const used = { ok: new Set<number>(), fail: new Set<number>(), info: new Set<number>() };
  const endNs = endNsOf(view.history);
  for (const [at, took, type] of latencies(view)) {
    const x = halfPixel(frame.x(Math.min(at, endNs)));
    const height = halfPixel(y(took));
    const place = WIDEST * height + x;
    if (used[type].has(place)) continue;
    used[type].add(place);
    paths[type] += `M${x} ${height}${SIGNS[type]}`;
  }
  return paths;
}

function halfPixel(value: number): number {
  return Math.round(value * 2) / 2;
}
