/** What the static plots share: the axis of time, faults shaded and named, marks, and both colour
 * schemes. Text is escaped by the template. */
import { scaleLinear } from 'd3-scale';
import { type FaultRow, faultRows } from './faults.ts';
import { html, type Markup, raw } from './markup.ts';
import { type Mark, marksOf } from './role-spans.ts';
import { endNsOf, type RunView } from './run-view.ts';
import { visible } from './visible.ts';

const WIDTH = 1000;
const HEIGHT = 340;
const [LEFT, RIGHT, BOTTOM] = [80, 960, 305];
const TITLE = 34;
const FAULT_ROW = 16;

const STYLE = `text{font:12px system-ui,sans-serif;fill:#1d2025}.quiet{fill:#5a616b}.title{font-size:16px;font-weight:600}
.paper{fill:#fdfdfc}.grid{stroke:#d9dad6}.shade{fill:#6e5a28;fill-opacity:.13}.fault{fill:#6e5a28;fill-opacity:.13;stroke:#6e5a28}
.ok{stroke:#2b6cb8}.fail{stroke:#b4510b}.info{stroke:#8a2fb0}.mark{stroke:#a3195b}.series{fill:none}
@media(prefers-color-scheme:dark){text{fill:#e8e9ea}.quiet{fill:#a4abb5}.paper{fill:#15171a}.grid{stroke:#383c43}
.shade,.fault{fill:#e6c878}.fault{stroke:#e6c878}.ok{stroke:#6ba7ef}.fail{stroke:#f0964a}.info{stroke:#d08af0}.mark{stroke:#ff87b8}}`;

const MARKS = [
  { name: '│', text: 'election' },
  { name: '┊', text: 'expired session' },
] as const;

/** Where the content of a plot stands. */
export interface SvgFrame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** From nanoseconds since the run's origin to pixels. */
  x(timeNs: number): number;
}

interface SvgPlot {
  readonly title: string;
  /** Ticks of the values, from below to above, with their text. */
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  /** Inside the SVG. */
  readonly content: Markup;
  readonly legend: readonly { readonly name: string; readonly text: string }[];
}

export function svgFrameOf(view: RunView): SvgFrame {
  const top = TITLE + 12 + rowsOf(faultRows(view.history)).length * FAULT_ROW;
  const x = scaleLinear([0, Math.max(1, endNsOf(view.history))], [LEFT, RIGHT]);
  return { left: LEFT, right: RIGHT, top, bottom: BOTTOM, x: timeNs => x(timeNs) };
}

function rowsOf(faults: readonly FaultRow[]): readonly string[] {
  return [...new Set(faults.map(({ nemesis }) => nemesis))];
}

/** The whole document. */
export function svgOf(view: RunView, frame: SvgFrame, plot: SvgPlot): string {
  const { title, ticks, content, legend } = plot;
  const name = `${title} of ${view.report.name}`;
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${visible(name)}">
<title>${visible(name)}</title><style>${raw(STYLE)}</style>
<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>
<text class="title" x="${LEFT}" y="20">${visible(name)}</text>
${ticks.map(({ y, text }) => html`<path class="grid" d="M${LEFT} ${y}H${RIGHT}"/><text class="quiet" x="${LEFT - 6}" y="${y + 4}" text-anchor="end">${text}</text>`)}
${timesMarkup(view, frame)}
${faultsMarkup(faultRows(view.history), frame)}
${content}
${marksOf(view).map(mark => markMarkup(mark, frame))}
<text class="quiet" x="${RIGHT}" y="20" text-anchor="end">${[...legend, ...MARKS].map(({ name: sign, text }) => `${sign} ${text}`).join('  ·  ')}</text>
</svg>
`.toString();
}

function timesMarkup({ history }: RunView, { x, top, bottom }: SvgFrame): Markup {
  const seconds = scaleLinear([0, Math.max(1e-6, endNsOf(history) / 1e9)], [0, 1]).ticks(10);
  return html`${seconds.map(
    second =>
      html`<path class="grid" d="M${x(second * 1e9).toFixed(1)} ${top}V${bottom}"/><text class="quiet" x="${x(second * 1e9).toFixed(1)}" y="${bottom + 16}" text-anchor="middle">${second} s</text>`,
  )}`;
}

function faultsMarkup(faults: readonly FaultRow[], frame: SvgFrame): Markup {
  const rows = rowsOf(faults);
  return html`${rows.map((name, at) => html`<text class="quiet" x="${LEFT - 6}" y="${TITLE + at * FAULT_ROW + 12}" text-anchor="end">${visible(name, 12)}</text>`)}${faults.map(
    fault => faultMarkup(fault, TITLE + rows.indexOf(fault.nemesis) * FAULT_ROW, frame),
  )}`;
}

/** The approximate width of a character, in pixels. */
const CHARACTER = 6.5;

function faultMarkup(fault: FaultRow, y: number, { x, top, bottom }: SvgFrame): Markup {
  const from = x(fault.fromNs);
  const width = Math.max(1, x(fault.untilNs) - from);
  const name = `${fault.words}${fault.verified ? '' : ' (not seen)'}`;
  const fits = Math.floor((width - 4) / CHARACTER);
  const shown = visible(name, Math.max(1, name.length)).slice(0, Math.max(0, fits));
  const [at, wide] = [from.toFixed(1), width.toFixed(1)];
  return html`<rect class="shade" x="${at}" y="${top}" width="${wide}" height="${bottom - top}"/><rect class="fault" x="${at}" y="${y}" width="${wide}" height="${FAULT_ROW - 2}" ${fault.verified ? '' : raw('stroke-dasharray="3 3"')}><title>${visible(name)}</title></rect>${
    fits > 1 ? html`<text x="${(from + 3).toFixed(1)}" y="${y + 11}">${shown}</text>` : ''
  }`;
}

function markMarkup({ kind, atNs, text }: Mark, { x, top, bottom }: SvgFrame): Markup {
  const dash = kind === 'election' ? '' : raw('stroke-dasharray="2 4"');
  return html`<path class="mark" d="M${x(atNs).toFixed(1)} ${top}V${bottom}" ${dash}><title>${visible(text)}</title></path>`;
}
