/** The first page: how many runs there are and what they say, as a matrix and as a table. */
import { html, type Markup } from '../report/markup.ts';
import type { RunCard } from './card.ts';
import { runsTable } from './runs-table.ts';
import { tallies, verdictGrids } from './verdict-grid.ts';

interface IndexOptions {
  /** Served while runs are in progress: the table comes first and is updated, and two runs can be compared. */
  readonly live: boolean;
}

/** The cards newest first. */
export function indexPage(cards: readonly RunCard[], { live }: IndexOptions): Markup {
  const table = html`<section aria-labelledby="runs-title"><h2 id="runs-title">Runs</h2>
${runsTable(cards, { comparable: live, live })}</section>`;
  const grids = html`<section aria-labelledby="matrix-title"><h2 id="matrix-title">Verdicts</h2>
<p>The newest verdict of each workload under each nemesis. A model of ZooKeeper shows nothing about ZooKeeper itself.</p>
${cards.length === 0 ? html`<p>No run has ended yet.</p>` : verdictGrids(cards)}</section>`;
  return html`<h1>Results</h1>
${tallies(cards)}
${live ? html`${table}${grids}` : html`${grids}${table}`}`;
}
