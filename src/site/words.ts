/** Numbers, times and verdicts as the pages show them. */
import { html, type Markup } from '../report/markup.ts';
import { visible } from '../report/visible.ts';
import type { RunCard, State } from './card.ts';

/** A shape for each state, so that its colour is never alone. */
const SIGN: Readonly<Record<State, string>> = {
  valid: '✓',
  invalid: '✗',
  unknown: '?',
  crash: '!',
  running: '▶',
  unfinished: '–',
};

export function badge(state: State): Markup {
  return html`<span class="badge ${state}"><span aria-hidden="true">${SIGN[state]}</span> ${state}</span>`;
}

/** The name of a workload, a nemesis or a server, as long as a name may be. */
export function nameText(name: string): string {
  return visible(name, 80);
}

/** `register under kill, reads local` */
export function titleOf(card: RunCard): string {
  return [`${card.workload} under ${card.nemesis}`, ...card.traits].join(', ');
}

/** `2026-11-22 14:30` in UTC, with the whole time for machines. */
export function whenMarkup(iso: string): Markup {
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')}</time>`;
}

/** `12.3 s`, `2 min 05 s` */
export function lastingText(seconds: number | undefined): string {
  if (seconds === undefined) return '–';
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** `3.1 MB` */
export function sizeText(bytes: number): string {
  const unit = UNITS.find(([size]) => bytes >= size);
  return unit === undefined ? `${bytes} B` : `${(bytes / unit[0]).toFixed(1)} ${unit[1]}`;
}

const UNITS: readonly (readonly [bytes: number, name: string])[] = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
];

/** `7`, `7.5`, `0.42`: three digits that count. */
export function numberText(value: number | undefined): string {
  if (value === undefined) return '–';
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
