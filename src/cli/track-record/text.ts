/** Formats the result of a try and of an entry for `reproduce`, and computes the exit code. */
import { EXIT } from '../exit.ts';
import type { TrackRecordEntry } from './entry.ts';
import type { TryOutcome, TryResult } from './reproduce.ts';

const WORDS: Readonly<Record<TryOutcome, string>> = {
  found: 'found',
  other: 'invalid by something else',
  valid: 'valid',
  unknown: 'unknown',
  none: 'no verdict',
};

/** Returns `NAME: 3.9.3, seed 2: found: lost-write, 83 s into a run of 96 s (results/...)`; without a time of
 * the anomaly, `valid, in a run of 96 s`. */
export function tryLine({ name }: TrackRecordEntry, result: TryResult): string {
  const { kind, server, seed, outcome, types, seconds, shownAt, folder } = result;
  const which = kind === 'control' ? `control ${server}` : server;
  const what = [WORDS[outcome], ...(types.length > 0 ? [types.join(', ')] : [])].join(': ');
  const where = folder === undefined ? '' : ` (${folder})`;
  const shown = shownAt === undefined ? 'in' : `${Math.round(shownAt)} s into`;
  return `${name}: ${which}, seed ${seed}: ${what}, ${shown} a run of ${Math.round(seconds)} s${where}`;
}

/** Returns `NAME: found in 2 of 5 runs of 3.9.3, 60, 83 s into runs of 95 s (median); control 3.9.6: 5 of 5
 * valid`. */
export function entryLine(
  { name, affected, control }: TrackRecordEntry,
  results: readonly TryResult[],
): string {
  const tries = results.filter(({ kind }) => kind === 'affected');
  const found = tries.filter(({ outcome }) => outcome === 'found');
  const rate = `found in ${found.length} of ${tries.length} runs of ${affected}${timesText(found)}`;
  if (control === undefined) return `${name}: ${rate}; no version is known to be clean`;
  const controls = results.filter(({ kind }) => kind === 'control');
  const clean = controls.filter(({ outcome }) => outcome === 'valid');
  return `${name}: ${rate}; control ${control.server}: ${clean.length} of ${controls.length} valid`;
}

/** Lists the times at which the anomaly was visible, and the median duration of the runs. */
function timesText(found: readonly TryResult[]): string {
  const ascending = (times: readonly number[]): readonly number[] =>
    times.map(Math.round).sort((a, b) => a - b);
  const whole = ascending(found.map(({ seconds }) => seconds));
  const shown = ascending(found.flatMap(({ shownAt }) => shownAt ?? []));
  if (whole.length === 0) return '';
  const into = shown.length === 0 ? 'in' : `${shown.join(', ')} s into`;
  return `, ${into} runs of ${whole[Math.floor(whole.length / 2)]} s (median)`;
}

/** Returns the exit code: a control with an anomaly outweighs an entry that was not found, or a control that
 * is unknown. */
export function entryCode(results: readonly TryResult[]): number {
  const controls = results.filter(({ kind }) => kind === 'control');
  if (controls.some(({ outcome }) => outcome === 'found' || outcome === 'other'))
    return EXIT.invalid;
  const isFound = results.some(({ kind, outcome }) => kind === 'affected' && outcome === 'found');
  return isFound && controls.every(({ outcome }) => outcome === 'valid')
    ? EXIT.valid
    : EXIT.unknown;
}
