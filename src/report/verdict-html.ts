/** The top of a report: the verdict, the claim it is about, and what each checker looked at. */
import { html, type Markup, tableOf, tagsMarkup, termsOf } from './markup.ts';
import { verdictWord } from './run-report.ts';
import type { RunView } from './run-view.ts';
import {
  checkText,
  cutSentence,
  notesOf,
  reasonOf,
  skippedOf,
  verdictSentence,
} from './summary.ts';
import { visible } from './visible.ts';

type Valid = boolean | 'unknown';

/** A shape for each verdict, so that its colour is never alone. */
const SIGN = { VALID: '✓', INVALID: '✗', UNKNOWN: '?' } as const;

export function verdictMarkup(view: RunView): Markup {
  const { report, startedAt, troubles } = view;
  const word = verdictWord(report.valid);
  const setting = Object.entries(report.setting);
  return html`<header class="verdict ${word.toLowerCase()}">
<p class="name">${visible(report.name)} <span class="quiet">${setting.map(([name, value]) => `${name} ${visible(value)}`).join(' · ')} · <time datetime="${startedAt}">${dateText(startedAt)}</time></span></p>
<h1><span class="sign" aria-hidden="true">${SIGN[word]}</span> ${word}</h1>
${tagsMarkup(report.badges)}
<p class="lead">${visible(verdictSentence(report), 2000)}</p>
${termsOf([
  ['Claim', visible(report.claim, 2000)],
  ['Source', visible(report.source, 2000)],
  ...notesOf(report).map((note): [string, string] => ['Note', visible(note, 2000)]),
  ...skippedOf(report).map((what): [string, string] => ['Skipped', visible(what, 2000)]),
])}
${noticesMarkup([...report.cut.map(cutSentence), ...troubles])}
</header>
${tableOf({
  caption: 'What was checked',
  head: ['check', 'verdict', 'looked at'],
  rows: report.checks.map(({ name, verdict }) => [
    visible(checkText(name)),
    badge(verdict.valid),
    visible(reasonOf(verdict), 2000),
  ]),
})}`;
}

/** The verdict as a small sign and a word. */
function badge(valid: Valid): Markup {
  const word = verdictWord(valid);
  return html`<span class="badge ${word.toLowerCase()}"><span aria-hidden="true">${SIGN[word]}</span> ${word.toLowerCase()}</span>`;
}

function noticesMarkup(notices: readonly string[]): Markup {
  if (notices.length === 0) return html``;
  return html`<ul class="notices">${notices.map(text => html`<li>${visible(text, 2000)}</li>`)}</ul>`;
}

/** `2026-11-22 14:30 UTC` */
function dateText(iso: string): string {
  return `${visible(iso.slice(0, 16).replace('T', ' '))} UTC`;
}
