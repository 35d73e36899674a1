/** The anomalies of a run: what was promised, what was seen, and the operations that show it. */
import { sentenceOf } from '../anomalies.ts';
import { type AnomalyKind, kindsOf, MOST_KINDS, type NamedAnomaly } from './anomaly-text.ts';
import { type Operations, operationsOf, sceneOf } from './counterexample.ts';
import { attemptsMarkup, sceneMarkup } from './counterexample-html.ts';
import { html, type Markup, termsOf } from './markup.ts';
import type { RunView } from './run-view.ts';
import { visible } from './visible.ts';

/** The first one open, the others to be opened; nothing where there is none. */
export function anomaliesMarkup({ report, history }: RunView): Markup {
  const kinds = kindsOf(report);
  if (kinds.length === 0) return html``;
  const shown = kinds.slice(0, MOST_KINDS);
  const operations = operationsOf(
    shown.map(({ first }) => first.anomaly),
    history,
  );
  const left = kinds.length - shown.length;
  return html`<section id="anomalies" aria-labelledby="anomalies-title">
<h2 id="anomalies-title">${kinds.length === 1 ? 'The counterexample' : `${kinds.length} kinds of counterexamples`}</h2>
${shown.map((each, at) => anomalyMarkup(each, at, operations))}
${left > 0 ? html`<p>${left} other kinds in the folder <code>anomalies</code>.</p>` : ''}
</section>`;
}

function anomalyMarkup(
  { sentence, first: { anomaly, checker, file }, others }: AnomalyKind,
  at: number,
  operations: Operations,
): Markup {
  const { type, promised, seen, detail, picture, counterexample } = anomaly;
  return html`<details class="anomaly" ${at === 0 ? 'open' : ''}>
<summary><h3>${visible(sentence, 600)}</h3></summary>
${termsOf([
  ['Promised', visible(promised, 2000)],
  ['Type', visible(type)],
  ['Found by', checker],
])}
${sceneMarkup(sceneOf(anomaly, operations), `op-${at}`)}
${attemptsMarkup(counterexample?.attempts ?? [], operations)}
${picture === undefined ? '' : pictureMarkup(picture, `${type}: ${seen}`)}
${detail === undefined ? '' : detailMarkup(detail, counterexample === undefined)}
${othersMarkup(others)}
<p class="quiet">Also in <code>${file}</code>.</p>
</details>`;
}

/** The others of a kind, in a sentence each. */
function othersMarkup(others: readonly NamedAnomaly[]): Markup {
  if (others.length === 0) return html``;
  return html`<details><summary>${others.length} more like it</summary><ul>${others.map(
    ({ anomaly, file }) => html`<li>${visible(sentenceOf(anomaly), 600)} <code>${file}</code></li>`,
  )}</ul></details>`;
}

/** Embeds a picture as an image, so that nothing in it can run, and on white, as its colours require. */
function pictureMarkup(picture: string, alt: string): Markup {
  const data = Buffer.from(picture).toString('base64');
  return html`<div class="scroll picture" role="region" aria-label="Picture of the cycle" tabindex="0"><img alt="${visible(alt)}" src="data:image/svg+xml;base64,${data}"></div>`;
}

/** Closed where most of it was drawn. */
function detailMarkup(lines: readonly string[], isOpen: boolean): Markup {
  const text = lines.map(line => visible(line, 2000)).join('\n');
  return html`<details ${isOpen ? 'open' : ''}><summary>In words</summary><pre class="scroll" role="region" aria-label="In words" tabindex="0">${text}</pre></details>`;
}
