/** report.html: everything that a run has to tell, the verdict first. */
import { anomaliesMarkup } from './anomalies-html.ts';
import { commandsMarkup } from './commands-html.ts';
import { html, type Markup } from './markup.ts';
import { pageOf } from './page.ts';
import { verdictWord } from './run-report.ts';
import type { RunView } from './run-view.ts';
import { tablesMarkup } from './tables-html.ts';
import { verdictMarkup } from './verdict-html.ts';

export function reportHtml(view: RunView): Promise<string> {
  const { report } = view;
  const body = html`<a class="skip" href="#main">To the report</a>
${navigation(report.valid === false)}
<main id="main">
${verdictMarkup(view)}
${anomaliesMarkup(view)}
${tablesMarkup(view)}
${commandsMarkup(view)}
</main>`;
  return pageOf({ title: `${verdictWord(report.valid)}: ${report.name}`, body, script: '' });
}

function navigation(hasAnomalies: boolean): Markup {
  const parts = [
    ['#main', 'Verdict'],
    ...(hasAnomalies ? [['#anomalies', 'Counterexample']] : []),
    ['#time', 'Over time'],
    ['#timeline', 'Timeline'],
    ['#tables', 'In numbers'],
    ['#again', 'Again'],
  ];
  return html`<nav aria-label="Parts of the report"><ul>${parts.map(
    ([href, text]) => html`<li><a href="${href}">${text}</a></li>`,
  )}</ul></nav>`;
}
