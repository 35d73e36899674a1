/** The table of runs, with what is needed to search, filter and sort it in the page. */
import { html, type Markup, tagsMarkup } from '../report/markup.ts';
import { type RunCard, traitsText } from './card.ts';
import { badge, lastingText, nameText, whenMarkup } from './words.ts';

/** What can be filtered by: each is a column too. */
const FILTERS = ['verdict', 'workload', 'nemesis', 'setting', 'server', 'target'] as const;
type Filter = (typeof FILTERS)[number];

interface Column {
  readonly name: string;
  readonly number?: boolean;
  /** What is sorted by. */
  readonly key: (card: RunCard) => string | number;
  readonly shown: (card: RunCard) => Markup | string;
}

const COLUMNS: readonly Column[] = [
  { name: 'verdict', key: ({ state }) => state, shown: verdictMarkup },
  { name: 'workload', key: card => card.workload, shown: link },
  { name: 'nemesis', key: card => card.nemesis, shown: card => nameText(card.nemesis) },
  { name: 'setting', key: settingText, shown: card => nameText(settingText(card)) },
  { name: 'server', key: card => card.server, shown: serverText },
  { name: 'target', key: card => card.target, shown: card => nameText(card.target) },
  {
    name: 'duration',
    number: true,
    key: card => card.numbers?.seconds ?? -1,
    shown: card => lastingText(card.numbers?.seconds),
  },
  { name: 'seed', number: true, key: card => card.seed, shown: card => String(card.seed) },
  { name: 'when (UTC)', key: card => card.startedAt, shown: card => whenMarkup(card.startedAt) },
];

interface TableOptions {
  /** Whether two runs can be picked to be compared, as the server can. */
  readonly comparable: boolean;
  /** Whether the page follows runs in progress. */
  readonly live: boolean;
}

export function runsTable(cards: readonly RunCard[], options: TableOptions): Markup {
  return html`<form class="tools" id="filters" role="search" aria-label="Runs" hidden>
<label>Search<input type="search" name="text" autocomplete="off" placeholder="anything in a row"></label>
${FILTERS.map(filter => selectOf(filter, cards))}
<button type="reset">Show all</button>
${options.comparable ? html`<button type="button" id="compare" disabled>Compare two</button>` : ''}
</form>
<p class="quiet" id="count" role="status">${cards.length} runs</p>
<div class="scroll" role="region" aria-label="Table of runs" tabindex="0">
<table id="runs" class="runs"${options.live ? html` data-live` : ''}><caption class="unseen">Runs, newest first</caption>
<thead><tr>${options.comparable ? html`<th scope="col"><span class="unseen">compare</span></th>` : ''}${COLUMNS.map(headOf)}</tr></thead>
<tbody>${rowsOf(cards, options)}</tbody>
</table></div>`;
}

/** Returns the rows alone, for a page that is open during runs. */
export function rowsOf(
  cards: readonly RunCard[],
  { comparable }: Pick<TableOptions, 'comparable'>,
): Markup {
  return html`${cards.map(
    card => html`<tr data-id="${card.id}"${FILTERS.map(name => html` data-${name}="${wordOf(card, name)}"`)}>${comparable ? pickOf(card) : ''}${COLUMNS.map(column => cellOf(card, column))}</tr>
`,
  )}`;
}

function headOf({ name, number }: Column): Markup {
  return html`<th scope="col"${number === true ? html` class="number"` : ''}><button type="button" class="sort" disabled>${name}</button></th>`;
}

function cellOf(card: RunCard, { name, number, key, shown }: Column): Markup {
  const kind = number === true ? html` class="number"` : '';
  return html`<td${kind} data-label="${name}" data-key="${key(card)}">${shown(card)}</td>`;
}

function pickOf({ id, workload, startedAt }: RunCard): Markup {
  return html`<td class="pick"><input type="checkbox" value="${id}" aria-label="Compare ${nameText(workload)} of ${startedAt}"></td>`;
}

function link({ id, workload }: RunCard): Markup {
  return html`<a href="runs/${pathOf(id)}/">${nameText(workload)}</a>`;
}

function verdictMarkup({ state, badges }: RunCard): Markup {
  return html`${badge(state)}${tagsMarkup(badges)}`;
}

/** What is not as usual. */
export function settingText(card: RunCard): string {
  return traitsText(card) || 'usual';
}

/** Short, where a column has little room: what the model is called says so at length on its page. */
function serverText({ server, isModel }: RunCard): string {
  return isModel ? 'model' : nameText(server);
}

/** An id as part of an address. */
export function pathOf(id: string): string {
  return id.split('/').map(encodeURIComponent).join('/');
}

function selectOf(name: Filter, cards: readonly RunCard[]): Markup {
  const values = [...new Set(cards.map(card => wordOf(card, name)))].sort();
  return html`<label>${name}<select name="${name}"><option value="">all</option>${values.map(
    value => html`<option value="${value}">${nameText(value)}</option>`,
  )}</select></label>`;
}

function wordOf(card: RunCard, name: Filter): string {
  if (name === 'verdict') return card.state;
  return name === 'setting' ? settingText(card) : card[name];
}
