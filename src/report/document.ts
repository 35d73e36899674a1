/** HTML documents: one file each, with its style and its script inside. */
import { createHash } from 'node:crypto';
import { html, type Markup, raw } from './markup.ts';
import { visible } from './visible.ts';

interface HtmlDocument {
  readonly title: string;
  readonly body: Markup;
  readonly style: string;
  /** What the page may run and load: a Content-Security-Policy. */
  readonly policy: string;
  /** Runs when the body is there. Without one the page is ready at once. */
  readonly script: string | undefined;
}

export async function documentOf(page: HtmlDocument): Promise<string> {
  const { title, body, style, policy, script } = page;
  const text = await html`<!doctype html>
<html lang="en"${script === undefined ? html` data-ready="true"` : ''}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${visible(title)}</title>
<link rel="icon" href="data:,">
<style>${raw(style)}</style>
</head>
<body>
${body}
${script === undefined ? '' : html`<script type="module">${raw(script)}</script>`}
</body>
</html>
`;
  return text.toString();
}

/** What a policy lets a script in by. */
export function hashOf(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}
