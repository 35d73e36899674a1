/** report.html: everything that a run has to tell, the verdict first; and timeline.html, its timeline alone. */
import { anomaliesMarkup } from './anomalies-html.ts';
import { commandsMarkup } from './commands-html.ts';
import { html, type Markup } from './markup.ts';
import { pageOf } from './page.ts';
import { dataMarkup, plotsMarkup, timelineMarkup } from './plots-html.ts';
import { verdictWord } from './run-report.ts';
import type { RunView } from './run-view.ts';
import { tablesMarkup } from './tables-html.ts';
import { verdictMarkup } from './verdict-html.ts';
import { visible } from './visible.ts';

/** The pages of a run. `data` is large, and is made once for both of them. */
export async function pagesOf(
  view: RunView,
): Promise<{ readonly report: string; readonly timeline: string }> {
  const { report } = view;
  const data = dataMarkup(view);
  const title = `${verdictWord(report.valid)}: ${report.name}`;
  return {
    report: await pageOf({ title, body: reportMarkup(view, data) }),
    timeline: await pageOf({
      title: `Timeline of ${report.name}`,
      body: html`<main id="main"><h1>${visible(report.name)}</h1>${timelineMarkup(view)}</main>${data}`,
    }),
  };
}

function reportMarkup(view: RunView, data: Markup): Markup {
  return html`<a class="skip" href="#main">To the report</a>
${navigation(view.report.valid === false)}
<main id="main">
${verdictMarkup(view)}
${anomaliesMarkup(view)}
${plotsMarkup()}
${timelineMarkup(view)}
${tablesMarkup(view)}
${commandsMarkup(view)}
</main>
${data}`;
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
