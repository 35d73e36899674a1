/** Whole pages: one file each, which opens without a network and may do nothing but run its own script. */
import { documentOf, hashOf } from './document.ts';
import type { Markup } from './markup.ts';
import { pageScript } from './page-script.ts';
import { STYLE } from './style.ts';

export interface PageOptions {
  readonly title: string;
  readonly body: Markup;
}

/** The document. Its policy lets no script run but this one, and nothing be loaded. */
export async function pageOf({ title, body }: PageOptions): Promise<string> {
  const script = pageScript();
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src 'unsafe-inline'; img-src data:`;
  return documentOf({ title, body, style: STYLE, policy, script });
}
