/** report.html: everything that a run has to tell, the verdict first; and timeline.html, its timeline alone. */
import { anomaliesMarkup } from './anomalies-html.ts';
import { documentOf, hashOf } from './document.ts';
import { html, type Markup, termsOf } from './markup.ts';
import { pageScript } from './page-script.ts';
import { dataMarkup, plotsMarkup, timelineMarkup } from './plots-html.ts';
import { titleOf, verdictWord } from './run-report.ts';
import type { RunView } from './run-view.ts';
import { STYLE } from './style.ts';
import { tablesMarkup } from './tables-html.ts';
import { verdictMarkup } from './verdict-html.ts';
import { visible } from './visible.ts';

/** The pages of a run. `data` is large, and is made once for both of them. */
export async function pagesOf(
  view: RunView,
): Promise<{ readonly report: string; readonly timeline: string }> {
  const { report } = view;
  const data = dataMarkup(view);
  const title = `${verdictWord(report.valid)}: ${titleOf(report)}`;
  return {
    report: await pageOf(title, reportMarkup(view, data)),
    timeline: await pageOf(
      `Timeline of ${report.name}`,
      html`<main id="main"><h1>${visible(report.name)}</h1>${timelineMarkup(view)}</main>${data}`,
    ),
  };
}

function reportMarkup(view: RunView, data: Markup): Markup {
  return html`<a class="skip" href="#main">To the report</a>
${navigation(view.report.valid === false)}
<main id="main">
${verdictMarkup(view)}
${anomaliesMarkup(view)}
${plotsMarkup(view)}
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

/** What the run ran on, and the commands that run it again and check it again. */
function commandsMarkup({ report }: RunView): Markup {
  return html`<section id="again" aria-labelledby="again-title">
<h2 id="again-title">Again</h2>
<p>Run it again with the same choices of chance:</p>${commandMarkup(report.again)}
<p>Check the stored history again, with the same verdict:</p>${commandMarkup(report.recheck)}
<h3>It ran on</h3>
${termsOf(Object.entries(report.facts))}
</section>`;
}

function commandMarkup(command: string): Markup {
  return html`<div class="command"><pre class="scroll" role="region" aria-label="Command" tabindex="0"><code>${command}</code></pre><button type="button" data-copy hidden>Copy</button></div>`;
}

/** Returns a whole page in one file, which opens without a network. Its policy lets no script run except its
 * own, and nothing be loaded. */
async function pageOf(title: string, body: Markup): Promise<string> {
  const script = pageScript();
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src 'unsafe-inline'; img-src data:`;
  return documentOf({ title, body, style: STYLE, policy, script });
}
