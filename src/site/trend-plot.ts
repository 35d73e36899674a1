/** A small line chart over commits, as SVG. Pure. */
import { max } from 'd3-array';
import { scaleLinear, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';
import { html, type Markup } from '../report/markup.ts';
import type { TrendPoint } from './trend.ts';
import { numberText } from './words.ts';

export interface TrendLine {
  readonly name: string;
  /** The class of its line and dots, besides `trend-line` and `trend-dot`. */
  readonly kind: string;
  readonly of: (point: TrendPoint) => number;
}

const WIDTH = 420;
const HEIGHT = 130;
const MARGIN = { left: 44, right: 62, top: 12, bottom: 10 };

/** From zero up, so that a small change looks small; the last value of each line is written beside it. */
export function trendPlot(
  title: string,
  points: readonly TrendPoint[],
  lines: readonly TrendLine[],
): Markup {
  const most = max(lines.flatMap(({ of }) => points.map(of))) || 1;
  const x = scalePoint(
    points.map((_, at) => at),
    [MARGIN.left, WIDTH - MARGIN.right],
  ).padding(points.length === 1 ? 0.5 : 0);
  const y = scaleLinear([0, most], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(3);
  const place = (point: TrendPoint, at: number, { of }: TrendLine): [number, number] => [
    round(x(at) ?? 0),
    round(y(of(point))),
  ];
  return html`<figure><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${said(title, points, lines)}">
${y.ticks(3).map(tick => axis(round(y(tick)), numberText(tick)))}
${lines.map(each =>
  lineOf(
    each,
    points.map((point, at) => place(point, at, each)),
    points,
  ),
)}
</svg></figure>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

function axis(y: number, text: string): Markup {
  return html`<line class="trend-axis" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y}" y2="${y}"/><text class="trend-text" x="${MARGIN.left - 6}" y="${y + 4}" text-anchor="end">${text}</text>`;
}

function lineOf(
  { name, kind, of }: TrendLine,
  places: readonly (readonly [number, number])[],
  points: readonly TrendPoint[],
): Markup {
  const path = line()(places.map(([x, y]): [number, number] => [x, y])) ?? '';
  const [endX = 0, endY = 0] = places.at(-1) ?? [];
  const last = points.at(-1);
  return html`<path class="trend-line ${kind}" d="${path}"/>${places.map(
    ([x, y], at) =>
      html`<circle class="trend-dot ${kind}${points[at]?.state === 'valid' ? '' : ' broken'}" cx="${x}" cy="${y}" r="3"/>`,
  )}<text class="trend-text" x="${endX + 8}" y="${endY + 4}">${name} ${last === undefined ? '' : numberText(of(last))}</text>`;
}

/** `latency in ms: p50 from 2.1 to 2.5, p99 from 20 to 31 over 4 commits` */
function said(title: string, points: readonly TrendPoint[], lines: readonly TrendLine[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return title;
  const parts = lines.map(
    ({ name, of }) => `${name} from ${numberText(of(first))} to ${numberText(of(last))}`,
  );
  return `${title}: ${parts.join(', ')} over ${points.length} commits`;
}
