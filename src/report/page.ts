/** Whole pages: one file each, which opens without a network and may do nothing but run its own script. */
import { createHash } from 'node:crypto';
import { html, type Markup, raw } from './markup.ts';
import { pageScript } from './page-script.ts';
import { STYLE } from './style.ts';
import { visible } from './visible.ts';

export interface PageOptions {
  readonly title: string;
  readonly body: Markup;
}

/** The document. Its policy lets no script run but this one, and nothing be loaded. */
export async function pageOf({ title, body }: PageOptions): Promise<string> {
  const script = pageScript();
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:`;
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${visible(title)}</title>
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
</head>
<body>
${body}
<script type="module">${raw(script)}</script>
</body>
</html>
`;
  return page.toString();
}
