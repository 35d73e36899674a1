/** Text from a history, made fit to be shown: everything in it can be seen, and nothing of it is long. */

import { jsonOf } from '../json.ts';

/** Control characters, those that turn the direction of text, separators, and halves of surrogate pairs. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]|\p{Surrogate}/gu;

/** Nothing is cut that is not longer than to say so. */
const LEAST_CUT = 24;

/** Characters that cannot be seen become `\u{1b}`; what goes beyond about `most` characters is counted. */
export function visible(text: string, most = 400): string {
  const isCut = text.length > most + LEAST_CUT;
  const kept = isCut ? text.slice(0, most) : text;
  const seen = kept.replace(UNSEEN, character => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  return isCut ? `${seen}… (${text.length - most} more characters)` : seen;
}

/** A value as JSON, seen and short; nothing where there is none. bigints as digits. */
export function valueText(value: unknown, most = 400): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return `${value}`;
  return visible(jsonOf(value, String) ?? '', most);
}

/** `12.034 s` */
export function secondsText(timeNs: number): string {
  return `${(timeNs / 1e9).toFixed(3)} s`;
}

/** `1.25 ms`, `250 ms`, `2.50 s` */
export function durationText(ns: number): string {
  const ms = ns / 1e6;
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms >= 100 ? Math.round(ms) : ms.toFixed(2)} ms`;
}
