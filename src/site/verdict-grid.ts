/** The matrix of verdicts: workload and unusual settings x nemesis, a table for each server. */
import { group } from 'd3-array';
import { html, type Markup, tagsMarkup } from '../report/markup.ts';
import { compare, newestFirst, type RunCard, type State } from './card.ts';
import { settingText } from './runs-table.ts';
import { badge, nameText } from './words.ts';

export function verdictGrids(cards: readonly RunCard[]): Markup {
  const servers = [...new Set(cards.map(serverOf))].sort(compare);
  return html`${servers.map(server =>
    gridOf(
      server,
      cards.filter(card => serverOf(card) === server),
    ),
  )}`;
}

/** Returns the server of a run. A model is no server, regardless of its name. */
function serverOf({ server, target, isModel }: RunCard): string {
  return isModel ? server : `${server} (${target})`;
}

function gridOf(server: string, cards: readonly RunCard[]): Markup {
  const rows = [...group(cards, rowOf)].toSorted(([a], [b]) => compare(a, b));
  const nemeses = [...new Set(cards.map(card => card.nemesis))].sort(compare);
  return html`<h3>${nameText(server)}</h3>
<div class="scroll" role="region" aria-label="Verdicts on ${nameText(server)}" tabindex="0"><table class="grid">
<caption class="unseen">The newest verdict of each workload under each nemesis, on ${nameText(server)}</caption>
<thead><tr><th scope="col">workload</th>${nemeses.map(name => html`<th scope="col">${nameText(name)}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name, runs]) =>
      html`<tr><th scope="row">${nameText(name)}${tagsMarkup(badgesOf(runs))}</th>${nemeses.map(
        nemesis => cellOf(runs.filter(card => card.nemesis === nemesis)),
      )}</tr>`,
  )}</tbody></table></div>`;
}

/** `register, reads local`: runs under other settings have a row of their own. */
function rowOf(card: RunCard): string {
  return [card.workload, ...card.traits].join(', ');
}

function badgesOf(cards: readonly RunCard[]): string[] {
  return [...new Set(cards.flatMap(card => card.badges))];
}

/** The newest verdict; below it how many runs there were, and how many of them were broken. */
function cellOf(cards: readonly RunCard[]): Markup {
  const [newest] = newestFirst(cards);
  if (newest === undefined) return html`<td class="quiet">not run</td>`;
  return html`<td><a href="${rowsAddress(newest)}">${badge(newest.state)}</a><small>${countText(cards)}</small></td>`;
}

/** The table of runs, filtered to those of this cell. */
function rowsAddress(card: RunCard): string {
  const { workload, nemesis, server, target } = card;
  const setting = settingText(card);
  return `#${new URLSearchParams({ workload, nemesis, setting, server, target })}`;
}

function countText(cards: readonly RunCard[]): string {
  const of = (state: State): number => cards.filter(card => card.state === state).length;
  const others: readonly State[] = ['invalid', 'unknown', 'crash'];
  const counted = others.filter(state => of(state) > 0).map(state => `${of(state)} ${state}`);
  const runs = `${cards.length} ${cards.length === 1 ? 'run' : 'runs'}`;
  return cards.length === 1 ? runs : [runs, ...counted].join(', ');
}

/** `48 valid, 1 invalid, ...` as a list with the sign of each. */
export function tallies(cards: readonly RunCard[]): Markup {
  const states: readonly State[] = [
    'valid',
    'invalid',
    'unknown',
    'crash',
    'running',
    'unfinished',
  ];
  const counted = states
    .map(state => ({ state, count: cards.filter(card => card.state === state).length }))
    .filter(({ count }) => count > 0);
  return html`<ul class="tallies">${counted.map(
    ({ state, count }) => html`<li>${count} ${badge(state)}</li>`,
  )}</ul>`;
}
