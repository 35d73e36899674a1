/** The plots and the timeline of a page: what the page's script draws on, and the controls around it. */
import type { History } from '../history/history.ts';
import { html, type Markup, raw } from './markup.ts';
import { MOST_DRAWN, runDataOf } from './run-data.ts';
import { nodesOf, type RunView } from './run-view.ts';
import { visible } from './visible.ts';

/** What the script reads. */
export function dataMarkup(view: RunView): Markup {
  const { meta, operations } = runDataOf(view);
  return html`<script type="application/json" id="run-meta">${raw(meta)}</script>
<script type="application/octet-stream" id="run-operations">${raw(operations)}</script>`;
}

export function plotsMarkup({ history }: RunView): Markup {
  return html`<section id="time" aria-labelledby="time-title">
<h2 id="time-title">Over time</h2>
<p class="quiet">All plots show the same part of the run. Drag to move, hold Ctrl and turn the wheel (or pinch, or double-click) to go nearer. With the keyboard: <kbd>←</kbd> <kbd>→</kbd> move, <kbd>+</kbd> <kbd>-</kbd> go nearer and farther, <kbd>0</kbd> shows the whole run. Faults are shaded and named above each plot; a dashed frame is a fault that was not seen to take effect. ▲ an election, ◆ an expired session.</p>
${drawnMarkup(history)}
${windowButtons()}
${plotMarkup('latency', 240, 'Latency', 'of each operation, by the time of its call')}
${legendMarkup()}
${plotMarkup('quantiles', 200, 'Latency quantiles', 'of the operations that were ok')}
${plotMarkup('rate', 200, 'Rate', 'operations a second, by outcome')}
</section>`;
}

function drawnMarkup({ operationCount }: History): Markup {
  if (operationCount <= MOST_DRAWN) return html``;
  const [drawn, all] = [MOST_DRAWN, operationCount].map(count => count.toLocaleString('en'));
  return html`<p>The plots and the timeline show the first ${drawn} of ${all} operations. The verdict and the tables are of all operations; so are latency.svg and rate.svg.</p>`;
}

function plotMarkup(name: string, height: number, title: string, of: string): Markup {
  return html`<figure class="plot"><figcaption>${title} <span class="quiet">${of}</span></figcaption>
<canvas data-plot="${name}" style="height:${height}px" tabindex="0" role="img" aria-label="${title} ${of}; the tables below have the numbers"></canvas></figure>`;
}

function windowButtons(): Markup {
  const buttons = [
    ['left', '←', 'Earlier'],
    ['right', '→', 'Later'],
    ['nearer', '+', 'Nearer'],
    ['farther', '−', 'Farther'],
    ['all', 'Whole run', 'Whole run'],
  ];
  return html`<div class="tools" role="group" aria-label="Part of the run">${buttons.map(
    ([name, text, label]) =>
      html`<button type="button" data-window="${name}" aria-label="${label}">${text}</button>`,
  )}<output class="quiet" data-shown></output></div>`;
}

/** The signs of the outcomes, in the plots and in the timeline. */
function legendMarkup(): Markup {
  return html`<ul class="legend" aria-label="Signs">
<li><svg viewBox="0 0 16 9" aria-hidden="true"><circle cx="4" cy="5" r="2" fill="var(--ok)"/><rect x="9" width="7" height="9" fill="var(--ok)"/></svg>ok: it happened</li>
<li><svg viewBox="0 0 16 9" aria-hidden="true" fill="none" stroke="var(--fail)" stroke-width="1.5"><path d="M1 1l6 7M7 1L1 8"/><rect x="9.7" y=".8" width="5.5" height="7.4"/></svg>fail: it did not happen</li>
<li><svg viewBox="0 0 16 9" aria-hidden="true"><path d="M4 1l3.5 7h-7z" fill="none" stroke="var(--info)" stroke-width="1.5"/><path d="M9 0h1.5v3H16v3h-5.5v3H9z" fill="var(--info)"/></svg>info: in doubt, it may have happened</li>
</ul>`;
}

/** The timeline of all nodes and processes, with the filter of everything that is drawn. */
export function timelineMarkup(view: RunView): Markup {
  return html`<section id="timeline" aria-labelledby="timeline-title">
<h2 id="timeline-title">Timeline</h2>
<p class="quiet">Nodes with their roles (full: the leader; a line: nobody answered; below, a fault that names the node), then the processes, one row for each client thread. Choose an operation by pointing at it, or with <kbd>n</kbd> and <kbd>p</kbd>, the next and previous of its row, and <kbd>↑</kbd> <kbd>↓</kbd>, another row.</p>
${filterMarkup(view)}
${windowButtons()}
<div class="rows" data-rows tabindex="0" role="region" aria-label="Rows of the timeline"><div><canvas data-plot="timeline" tabindex="0" role="img" aria-label="Timeline of nodes and processes; the table below lists its operations" style="position:sticky;top:0"></canvas><div data-spacer></div></div></div>
${legendMarkup()}
<div class="tools"><button type="button" data-previous>← Previous of the row</button><button type="button" data-next>Next of the row →</button></div>
<div class="chosen" data-chosen aria-live="polite"><p class="quiet">No operation is chosen.</p></div>
<details><summary>Operations as a table</summary>
<p class="quiet" data-listed></p>
<div class="scroll" role="region" aria-label="Operations" tabindex="0"><table><caption>Operations that are shown</caption>
<thead><tr>${['op', 'process', 'node', 'key', 'called', 'took', 'call', 'outcome', 'result'].map(
    cell => html`<th scope="col">${cell}</th>`,
  )}</tr></thead><tbody data-operations></tbody></table></div></details>
</section>`;
}

function filterMarkup(view: RunView): Markup {
  const functions = view.report.statistics.functions.map(({ f }) => f);
  return html`<form class="tools" data-filter aria-label="Filter">
${selectMarkup('f', 'Function', functions)}
${selectMarkup('node', 'Node', nodesOf(view))}
<label>Key<input name="key" size="8" autocomplete="off"></label>
<label>Contains<input name="text" size="14" autocomplete="off" placeholder="value or error"></label>
<fieldset><legend>Outcome</legend>${['ok', 'fail', 'info'].map(
    name => html`<button type="button" data-outcome="${name}" aria-pressed="true">${name}</button>`,
  )}</fieldset>
<button type="reset">Reset</button>
<output class="quiet" data-matches></output>
</form>`;
}

function selectMarkup(name: string, label: string, values: readonly string[]): Markup {
  return html`<label>${label}<select name="${name}"><option value="">all</option>${values.map(
    value => html`<option value="${visible(value)}">${visible(value, 60)}</option>`,
  )}</select></label>`;
}
