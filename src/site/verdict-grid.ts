/** The matrix of verdicts: workload x nemesis, a table for each server. */
import { html, type Markup } from '../report/markup.ts';
import { compare, newestFirst, type RunCard, type State } from './card.ts';
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

/** A model is no server, whatever it calls itself. */
function serverOf({ server, target, isModel }: RunCard): string {
  return isModel ? server : `${server} (${target})`;
}

function gridOf(server: string, cards: readonly RunCard[]): Markup {
  const workloads = valuesOf(cards, 'workload');
  const nemeses = valuesOf(cards, 'nemesis');
  return html`<h3>${nameText(server)}</h3>
<div class="scroll" role="region" aria-label="Verdicts on ${nameText(server)}" tabindex="0"><table class="grid">
<caption class="unseen">The newest verdict of each workload under each nemesis, on ${nameText(server)}</caption>
<thead><tr><th scope="col">workload</th>${nemeses.map(name => html`<th scope="col">${nameText(name)}</th>`)}</tr></thead>
<tbody>${workloads.map(
    workload =>
      html`<tr><th scope="row">${nameText(workload)}</th>${nemeses.map(nemesis =>
        cellOf(cards.filter(card => card.workload === workload && card.nemesis === nemesis)),
      )}</tr>`,
  )}</tbody></table></div>`;
}

function valuesOf(cards: readonly RunCard[], name: 'workload' | 'nemesis'): string[] {
  return [...new Set(cards.map(card => card[name]))].sort(compare);
}

/** The newest verdict; below it how many runs there were, and how many of them were broken. */
function cellOf(cards: readonly RunCard[]): Markup {
  const [newest] = newestFirst(cards);
  if (newest === undefined) return html`<td class="quiet">not run</td>`;
  return html`<td><a href="${rowsAddress(newest)}">${badge(newest.state)}</a><small>${countText(cards)}</small></td>`;
}

/** The table of runs, filtered to those of this cell. */
function rowsAddress({ workload, nemesis, server, target }: RunCard): string {
  return `#${new URLSearchParams({ workload, nemesis, server, target })}`;
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
