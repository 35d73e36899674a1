/** Two runs side by side: what was the same, and what was not. */
import { html, type Markup } from '../report/markup.ts';
import { visible } from '../report/visible.ts';
import { type RunCard, rateOf } from './card.ts';
import { pathOf } from './runs-table.ts';
import { badge, lastingText, numberText, whenMarkup } from './words.ts';

const NUMBERS: readonly (readonly [string, string, (card: RunCard) => number | undefined])[] = [
  ['ok operations', '', card => card.numbers?.ok],
  ['failed operations', '', card => card.numbers?.fail],
  ['operations in doubt', '', card => card.numbers?.info],
  ['rate', 'ok/s', card => card.numbers && rateOf(card.numbers)],
  ['latency p50', 'ms', card => card.numbers?.p50Ms],
  ['latency p99', 'ms', card => card.numbers?.p99Ms],
];

export function comparePage(a: RunCard, b: RunCard): Markup {
  return html`<h1>Two runs</h1>
<p>Rows that differ are shaded and marked with ≠.</p>
${tableOfPair('Setting', [a, b], [headRow(a, b), ...settingRows(settingOf(a), settingOf(b))])}
${tableOfPair('Checks', [a, b], checkRows(a, b))}
${tableOfPair(
  'Numbers',
  [a, b],
  [
    textRow('duration', lastingText(a.numbers?.seconds), lastingText(b.numbers?.seconds)),
    ...NUMBERS.map(([name, unit, of]) => numberRow(`${name} ${unit}`, of(a), of(b))),
  ],
)}
${tableOfPair('Anomalies', [a, b], [textRow('found', anomaliesText(a), anomaliesText(b))])}`;
}

function tableOfPair(
  title: string,
  [a, b]: readonly [RunCard, RunCard],
  rows: readonly Markup[],
): Markup {
  return html`<h2>${title}</h2>
<div class="scroll" role="region" aria-label="${title}" tabindex="0"><table class="pair">
<caption class="unseen">${title} of both runs</caption>
<thead><tr><th scope="col"><span class="unseen">what</span></th>${headOf(a)}${headOf(b)}<th scope="col">change</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

type Texts = Readonly<Record<string, string>>;

function settingOf(card: RunCard): Texts {
  const { workload, nemesis, setting, badges, commit = '–' } = card;
  return { workload, nemesis, ...setting, remarks: badges.join(', ') || 'none', commit };
}

function settingRows(a: Texts, b: Texts): Markup[] {
  return Object.keys({ ...a, ...b }).map(name => textRow(name, a[name] ?? '–', b[name] ?? '–'));
}

function headOf({ id, startedAt }: RunCard): Markup {
  return html`<th scope="col"><a href="runs/${pathOf(id)}/">${whenMarkup(startedAt)}</a></th>`;
}

function headRow(a: RunCard, b: RunCard): Markup {
  return html`<tr${mark(a.state, b.state)}><th scope="row">verdict</th><td>${badge(a.state)}</td><td>${badge(b.state)}</td><td>${a.state === b.state ? '' : '≠'}</td></tr>`;
}

function textRow(name: string, a: string, b: string): Markup {
  return html`<tr${mark(a, b)}><th scope="row">${visible(name)}</th><td>${visible(a, 1000)}</td><td>${visible(b, 1000)}</td><td>${a === b ? '' : '≠'}</td></tr>`;
}

function numberRow(name: string, a: number | undefined, b: number | undefined): Markup {
  const [left, right] = [numberText(a), numberText(b)];
  return html`<tr${mark(left, right)}><th scope="row">${name}</th><td class="number">${left}</td><td class="number">${right}</td><td>${changeText(a, b)}</td></tr>`;
}

/** `+12 %`; nothing where there is nothing to compare with. */
export function changeText(a: number | undefined, b: number | undefined): string {
  if (a === undefined || b === undefined || a === b) return '';
  if (a === 0) return '≠';
  const percent = ((b - a) / a) * 100;
  return `≠ ${percent > 0 ? '+' : '−'}${numberText(Math.abs(percent))} %`;
}

function checkRows(a: RunCard, b: RunCard): Markup[] {
  const names = [...new Set([...a.checks, ...b.checks].map(({ name }) => name))];
  return names.map(name => textRow(name, checkText(a, name), checkText(b, name)));
}

function checkText({ checks }: RunCard, name: string): string {
  const check = checks.find(each => each.name === name);
  if (check === undefined) return '–';
  if (check.valid === 'unknown') return `unknown: ${check.said}`;
  return check.valid ? 'valid' : 'invalid';
}

function anomaliesText({ anomalies }: RunCard): string {
  return anomalies.map(({ sentence }) => sentence).join(' ') || 'none';
}

function mark(a: string, b: string): Markup | string {
  return a === b ? '' : html` class="differs"`;
}
