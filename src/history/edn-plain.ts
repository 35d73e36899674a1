/** EDN as plain values: keywords and symbols become their names, maps become objects, sets become arrays. */
import { type Edn, Tagged } from './edn-forms.ts';
import { writeEdn } from './edn-write.ts';
import { HistoryError } from './history-error.ts';

/** Returns a form without EDN's own types; the members of a set in one order, whichever they came in.
 * @throws HistoryError where two keys of a map would become one. */
export function plain(form: Edn): unknown {
  if (typeof form !== 'object' || form === null) return form;
  if (Array.isArray(form)) return form.every(isAtom) ? form : form.map(plain);
  if (form instanceof Tagged) return plain(form.form);
  if (form instanceof Set) return Array.from(form, plain).sort(byText);
  return form instanceof Map ? objectOf(form) : form.name;
}

function isAtom(form: Edn): boolean {
  return typeof form !== 'object' || form === null;
}

function byText(one: unknown, other: unknown): number {
  return writeEdn(one) < writeEdn(other) ? -1 : 1;
}

function objectOf(form: ReadonlyMap<Edn, Edn>): object {
  const entries = Array.from(form, ([key, value]) => [String(plain(key)), plain(value)] as const);
  const names = entries.map(([name]) => name);
  if (new Set(names).size === names.length) return Object.fromEntries(entries);
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  throw new HistoryError(
    `expected keys of a map that differ as text, found ${JSON.stringify(repeated)} twice`,
  );
}
