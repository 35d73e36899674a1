/** HTML by hono's template, which escapes what is put into it, and the few shapes that all pages share. */
import { html, raw } from 'hono/html';
import { visible } from './visible.ts';

/** Escaped text with tags. */
export type Markup = ReturnType<typeof html>;

export { html, raw };

interface TableOptions {
  /** Said to those who cannot see where the table stands. */
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

type Cell = string | number | Markup;

/** A cell of digits stands at the right of its column; one that is shorter than this is never broken. */
const SHORT_CHARACTERS = 16;

/** A table that scrolls separately if it is wider than the page; nothing if it has no rows. */
export function tableOf({ caption, head, rows }: TableOptions): Markup {
  if (rows.length === 0) return html``;
  return html`<div class="scroll" role="region" aria-label="${visible(caption)}" tabindex="0"><table>
<caption>${visible(caption)}</caption>
<thead><tr>${head.map((cell, at) => headMarkup(cell, at > 0 && rows.every(row => isNumber(row[at]))))}</tr></thead>
<tbody>${rows.map(rowOf)}</tbody>
</table></div>`;
}

function headMarkup(cell: string, isOfNumbers: boolean): Markup {
  return html`<th scope="col" class="${isOfNumbers ? 'number' : ''}">${visible(cell)}</th>`;
}

function rowOf(row: readonly Cell[]): Markup {
  const [first = '', ...rest] = row;
  return html`<tr><th scope="row">${shown(first)}</th>${rest.map(cellOf)}</tr>`;
}

function cellOf(cell: Cell): Markup {
  const isShort = typeof cell === 'string' && cell.length < SHORT_CHARACTERS;
  const kind = isNumber(cell) ? 'number' : isShort ? 'short' : '';
  return html`<td class="${kind}">${shown(cell)}</td>`;
}

/** Digits, or none where there is nothing to say. */
function isNumber(cell: Cell | undefined): boolean {
  return typeof cell === 'number' || (typeof cell === 'string' && /^([\d.,]+|-)$/.test(cell));
}

/** Plain text is made visible; markup is what its maker made it. */
function shown(cell: Cell): Cell {
  return typeof cell === 'string' ? visible(cell) : cell;
}

/** Short remarks in frames, one after the other. */
export function tagsMarkup(tags: readonly string[] = []): Markup {
  return html`${tags.map(tag => html` <span class="tag">${visible(tag)}</span>`)}`;
}

/** Names and texts in two columns. */
export function termsOf(
  pairs: readonly (readonly [name: string, text: string | Markup])[],
): Markup {
  return html`<dl class="terms">${pairs.map(
    ([name, text]) => html`<div><dt>${visible(name)}</dt><dd>${shown(text)}</dd></div>`,
  )}</dl>`;
}
