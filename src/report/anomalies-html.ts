/** The anomalies of a run: what was promised, what was seen, and the operations that show it. */
import { anomaliesOf, MOST_ANOMALIES, type NamedAnomaly } from './anomaly-text.ts';
import { type Operations, operationsOf, sceneOf } from './counterexample.ts';
import { attemptsMarkup, sceneMarkup } from './counterexample-html.ts';
import { html, type Markup, termsOf } from './markup.ts';
import type { RunView } from './run-view.ts';
import { visible } from './visible.ts';

/** The first one open, the others to be opened; nothing where there is none. */
export function anomaliesMarkup({ report, history }: RunView): Markup {
  const found = anomaliesOf(report);
  if (found.length === 0) return html``;
  const shown = found.slice(0, MOST_ANOMALIES);
  const operations = operationsOf(
    shown.map(({ anomaly }) => anomaly),
    history,
  );
  const left = found.length - shown.length;
  return html`<section id="anomalies" aria-labelledby="anomalies-title">
<h2 id="anomalies-title">${found.length === 1 ? 'The counterexample' : `${found.length} counterexamples`}</h2>
${shown.map((each, at) => anomalyMarkup(each, at, operations))}
${left > 0 ? html`<p>${left} more in the folder <code>anomalies</code>.</p>` : ''}
</section>`;
}

function anomalyMarkup(
  { anomaly, checker, file }: NamedAnomaly,
  at: number,
  operations: Operations,
): Markup {
  const { type, promised, seen, detail, picture, counterexample } = anomaly;
  return html`<details class="anomaly" ${at === 0 ? 'open' : ''}>
<summary><h3>${at + 1}. ${visible(type)}</h3> <span class="quiet">${visible(seen, 300)}</span></summary>
${termsOf([
  ['Promised', visible(promised, 2000)],
  ['Seen', visible(seen, 2000)],
  ['Found by', checker],
])}
${sceneMarkup(sceneOf(anomaly, operations), `op-${at}`)}
${attemptsMarkup(counterexample?.attempts ?? [], operations)}
${picture === undefined ? '' : pictureMarkup(picture, `${type}: ${seen}`)}
${detail === undefined ? '' : detailMarkup(detail, counterexample === undefined)}
<p class="quiet">Also in <code>${file}</code>.</p>
</details>`;
}

/** As an image, so that nothing in it can run, and on white, since its colours are made for that. */
function pictureMarkup(picture: string, alt: string): Markup {
  const data = Buffer.from(picture).toString('base64');
  return html`<div class="scroll picture" role="region" aria-label="Picture of the cycle" tabindex="0"><img alt="${visible(alt)}" src="data:image/svg+xml;base64,${data}"></div>`;
}

/** Closed where most of it was drawn. */
function detailMarkup(lines: readonly string[], isOpen: boolean): Markup {
  const text = lines.map(line => visible(line, 2000)).join('\n');
  return html`<details ${isOpen ? 'open' : ''}><summary>In words</summary><pre class="scroll" role="region" aria-label="In words" tabindex="0">${text}</pre></details>`;
}
