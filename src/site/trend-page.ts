/** The page of trends: a row of charts for each series, and its numbers. */
import { html, type Markup, tableOf, tagsMarkup } from '../report/markup.ts';
import { visible } from '../report/visible.ts';
import type { RunCard } from './card.ts';
import { type Series, seriesOf, type TrendPoint } from './trend.ts';
import { type TrendLine, trendPlot } from './trend-plot.ts';
import { badge, nameText, numberText } from './words.ts';

const LATENCY: readonly TrendLine[] = [
  { name: 'p50', kind: 'p50', of: point => point.p50Ms },
  { name: 'p99', kind: 'p99', of: point => point.p99Ms },
];
const RATE: readonly TrendLine[] = [{ name: 'ok/s', kind: '', of: point => point.okPerSecond }];

export function trendPage(cards: readonly RunCard[]): Markup {
  const all = seriesOf(cards);
  return html`<h1>Trends</h1>
<p>Latency of operations that were ok, and how many a second, across commits: medians over the runs of each commit, in the order in which the commits were first run. A filled dot is a commit with a run that was not valid.</p>
${all.length === 0 ? html`<p>No run has numbers yet.</p>` : all.map(seriesMarkup)}`;
}

function seriesMarkup(series: Series): Markup {
  const { workload, nemesis, server, target, traits, badges, points } = series;
  return html`<section class="series">
<div><h3>${nameText(workload)} under ${nameText(nemesis)}</h3><p class="quiet">${[server, target, ...traits].map(nameText).join(', ')}</p>${tagsMarkup(badges)}</div>
${trendPlot('latency in ms', points, LATENCY)}
${trendPlot('throughput in ok/s', points, RATE)}
<details><summary>Numbers of ${points.length} ${points.length === 1 ? 'commit' : 'commits'}</summary>
${tableOf({
  caption: `${nameText(workload)} under ${nameText(nemesis)}`,
  head: ['commit', 'worst verdict', 'runs', 'p50 ms', 'p99 ms', 'ok/s'],
  rows: points.map(rowOf),
})}</details>
</section>`;
}

function rowOf({
  commit,
  state,
  runs,
  p50Ms,
  p99Ms,
  okPerSecond,
}: TrendPoint): (string | Markup)[] {
  return [
    visible(commit.slice(0, 19)),
    badge(state),
    String(runs),
    numberText(p50Ms),
    numberText(p99Ms),
    numberText(okPerSecond),
  ];
}
