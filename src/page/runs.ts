/** The table of runs in a browser: search, filters, order, two runs to compare, and live updates. */

const table = document.querySelector<HTMLTableElement>('#runs');
const form = document.querySelector<HTMLFormElement>('#filters');
const count = document.querySelector<HTMLElement>('#count');
const compareButton = document.querySelector<HTMLButtonElement>('#compare');
const body = table?.tBodies[0];

/** The column that rows are in the order of, and which way; undefined: as they came. */
let order: { readonly column: number; readonly ascending: boolean } | undefined;
/** Ids of the runs to be compared, in the order in which they were picked. */
let picked: string[] = [];

const NAMES = ['text', 'verdict', 'workload', 'nemesis', 'setting', 'server', 'target'];

function wanted(): ReadonlyMap<string, string> {
  const data = form === null ? [] : [...new FormData(form)];
  return new Map(data.map(([name, value]) => [name, String(value)]));
}

function rows(): HTMLTableRowElement[] {
  return body === undefined ? [] : [...body.rows];
}

function isShown(row: HTMLTableRowElement, asked: ReadonlyMap<string, string>): boolean {
  for (const [name, value] of asked) {
    if (value === '') continue;
    const has = name === 'text' ? holds(row, value) : row.dataset[name] === value;
    if (!has) return false;
  }
  return true;
}

/** Whether every word of a search is in the row or in its id. */
function holds(row: HTMLTableRowElement, text: string): boolean {
  const said = `${row.textContent} ${row.dataset.id}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every(word => said.includes(word));
}

function filter(): void {
  const asked = wanted();
  let shown = 0;
  for (const row of rows()) {
    row.hidden = !isShown(row, asked);
    if (!row.hidden) shown++;
  }
  const all = rows().length;
  if (count !== null) count.textContent = shown === all ? `${all} runs` : `${shown} of ${all} runs`;
  remember(asked);
}

/** The filters stand in the address, so that it can be kept and sent. */
function remember(asked: ReadonlyMap<string, string>): void {
  const set = [...asked].filter(([, value]) => value !== '');
  const hash = new URLSearchParams(set).toString();
  history.replaceState(null, '', hash === '' ? location.pathname : `#${hash}`);
}

function recall(): void {
  const kept = new URLSearchParams(location.hash.slice(1));
  for (const name of NAMES) {
    const field = form?.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
      field.value = kept.get(name) ?? '';
  }
}

function sort(): void {
  if (order === undefined) return;
  const { column, ascending } = order;
  const keyOf = (row: HTMLTableRowElement): string => row.cells[column]?.dataset.key ?? '';
  const sorted = rows().sort((a, b) => compareKeys(keyOf(a), keyOf(b)) * (ascending ? 1 : -1));
  body?.append(...sorted);
}

function compareKeys(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? a.localeCompare(b, 'en') : difference;
}

function sortBy(head: HTMLTableCellElement): void {
  const ascending = head.getAttribute('aria-sort') !== 'ascending';
  for (const other of table?.querySelectorAll('th') ?? []) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
  order = { column: head.cellIndex, ascending };
  sort();
}

/** Two at most: the one that was picked first goes. */
function pick(box: HTMLInputElement): void {
  picked = picked.filter(id => id !== box.value);
  if (box.checked) picked = [...picked, box.value].slice(-2);
  showPicked();
}

function showPicked(): void {
  for (const row of rows()) {
    const box = row.querySelector<HTMLInputElement>('input[type=checkbox]');
    if (box !== null) box.checked = picked.includes(box.value);
  }
  if (compareButton !== null) compareButton.disabled = picked.length !== 2;
}

/** Puts the rows as they are now in the place of those that are shown, and keeps the focus. */
async function refresh(): Promise<void> {
  const response = await fetch('rows');
  if (!response.ok || body === undefined) return;
  const inside = document.activeElement?.closest('tr')?.dataset.id;
  body.innerHTML = await response.text();
  sort();
  filter();
  showPicked();
  const row = rows().find(each => each.dataset.id === inside);
  if (inside !== undefined) row?.querySelector<HTMLElement>('a,input')?.focus();
}

function listen(): void {
  form?.addEventListener('input', filter);
  form?.addEventListener('submit', event => event.preventDefault());
  form?.addEventListener('reset', () => setTimeout(filter));
  window.addEventListener('hashchange', () => {
    recall();
    filter();
    form?.scrollIntoView();
  });
  for (const button of table?.querySelectorAll<HTMLButtonElement>('.sort') ?? []) {
    const head = button.closest('th');
    button.disabled = false;
    if (head !== null) button.addEventListener('click', () => sortBy(head));
  }
  body?.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement) pick(target);
  });
  compareButton?.addEventListener('click', () => {
    const [a = '', b = ''] = picked;
    location.href = `compare?${new URLSearchParams({ a, b })}`;
  });
  if (form !== null) form.hidden = false;
}

listen();
recall();
filter();
document.documentElement.dataset.ready = 'true';
if (table?.dataset.live !== undefined)
  new EventSource('events').addEventListener('message', () => void refresh());
