/** The end of a report: what it ran on, and the commands that run it again and check it again. */
import { html, type Markup, termsOf } from './markup.ts';
import type { RunView } from './run-view.ts';

export function commandsMarkup({ report }: RunView): Markup {
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
