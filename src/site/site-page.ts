/** A whole page about many runs: it loads nothing but what its own script asks its own server for. */
import { createHash } from 'node:crypto';
import { html, type Markup, raw } from '../report/markup.ts';
import { visible } from '../report/visible.ts';
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
  const page = await html`<!doctype html>
<html lang="en"${script === undefined ? html` data-ready="true"` : ''}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyFor(script)}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${visible(title)}</title>
<link rel="icon" href="data:,">
<style>${raw(SITE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<nav aria-label="Pages"><ul>${links.map(
    ([href, name]) =>
      html`<li><a href="${href}"${name === here ? html` aria-current="page"` : ''}>${name}</a></li>`,
  )}</ul></nav>
<main id="main">
${body}
</main>
${script === undefined ? '' : html`<script type="module">${raw(script)}</script>`}
</body>
</html>
`;
  return page.toString();
}

function policyFor(script: string | undefined): string {
  const hash = script && createHash('sha256').update(script).digest('base64');
  const scripts = hash === undefined ? '' : ` script-src 'sha256-${hash}'; connect-src 'self';`;
  return `default-src 'none';${scripts} style-src 'unsafe-inline'; img-src data: 'self'`;
}
