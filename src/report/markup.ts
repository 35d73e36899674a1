/** HTML by hono's template, which escapes what is put into it, and the few shapes that all pages share. */
import { html, raw } from 'hono/html';
import { visible } from './visible.ts';

/** Escaped text with tags. */
export type Markup = ReturnType<typeof html>;

export { html, raw };

export interface TableOptions {
  /** Said to those who cannot see where the table stands. */
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number | Markup)[])[];
}

/** A table that scrolls by itself where it is wider than the page; nothing where it has no rows. */
export function tableOf({ caption, head, rows }: TableOptions): Markup {
  if (rows.length === 0) return html``;
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${visible(caption)}</caption>
<thead><tr>${head.map(cell => html`<th scope="col">${visible(cell)}</th>`)}</tr></thead>
<tbody>${rows.map(rowOf)}</tbody>
</table></div>`;
}

function rowOf(row: TableOptions['rows'][number]): Markup {
  const [first = '', ...rest] = row;
  return html`<tr><th scope="row">${shown(first)}</th>${rest.map(cellOf)}</tr>`;
}

function cellOf(cell: string | number | Markup): Markup {
  const isNumber = typeof cell === 'number' || (typeof cell === 'string' && /^[\d.,]+$/.test(cell));
  return isNumber ? html`<td class="number">${cell}</td>` : html`<td>${shown(cell)}</td>`;
}

/** Plain text is made visible; markup is what its maker made it. */
function shown(cell: string | number | Markup): string | number | Markup {
  return typeof cell === 'string' ? visible(cell) : cell;
}

/** Names and texts in two columns. */
export function termsOf(
  pairs: readonly (readonly [name: string, text: string | Markup])[],
): Markup {
  return html`<dl class="terms">${pairs.map(
    ([name, text]) => html`<div><dt>${visible(name)}</dt><dd>${shown(text)}</dd></div>`,
  )}</dl>`;
}
