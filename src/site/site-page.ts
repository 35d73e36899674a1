/** A whole page about many runs: it loads nothing but what its own script asks its own server for. */
import { documentOf, hashOf } from '../report/document.ts';
import { html, type Markup } from '../report/markup.ts';
import { SITE_STYLE } from './site-style.ts';

export interface SitePage {
  readonly title: string;
  readonly body: Markup;
  /** Addresses and names at the top; the one whose name is `here` is this page. */
  readonly links: readonly (readonly [href: string, name: string])[];
  readonly here: string;
  /** Runs when the body is there. */
  readonly script?: string;
}

export async function sitePage({ title, body, links, here, script }: SitePage): Promise<string> {
  const nav = links.map(
    ([href, name]) =>
      html`<li><a href="${href}"${name === here ? html` aria-current="page"` : ''}>${name}</a></li>`,
  );
  const whole = html`<a class="skip" href="#main">To the content</a>
<nav aria-label="Pages"><ul>${nav}</ul></nav>
<main id="main">
${body}
</main>`;
  return documentOf({ title, body: whole, style: SITE_STYLE, policy: policyFor(script), script });
}

function policyFor(script: string | undefined): string {
  const scripts = script === undefined ? '' : ` script-src ${hashOf(script)}; connect-src 'self';`;
  return `default-src 'none';${scripts} style-src 'unsafe-inline'; img-src data: 'self'`;
}
