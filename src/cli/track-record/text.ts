/** What `reproduce` says of a try and of an entry, and its exit code. */
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

/** `NAME: 3.9.3, seed 2: found lost-write in 96 s (results/...)` */
export function tryLine({ name }: TrackRecordEntry, result: TryResult): string {
  const { kind, server, seed, outcome, types, seconds, folder } = result;
  const which = kind === 'control' ? `control ${server}` : server;
  const what = [WORDS[outcome], ...(types.length > 0 ? [types.join(', ')] : [])].join(': ');
  const where = folder === undefined ? '' : ` (${folder})`;
  return `${name}: ${which}, seed ${seed}: ${what} in ${Math.round(seconds)} s${where}`;
}

/** `NAME: found in 4 of 5 runs of 3.9.3, median 95 s; control 3.9.6: 5 of 5 valid` */
export function entryLine(
  { name, affected, control }: TrackRecordEntry,
  results: readonly TryResult[],
): string {
  const tries = results.filter(({ kind }) => kind === 'affected');
  const found = tries.filter(({ outcome }) => outcome === 'found');
  const times = found.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const middle = times[Math.floor(times.length / 2)];
  const median = middle === undefined ? '' : `, median ${Math.round(middle)} s`;
  const rate = `found in ${found.length} of ${tries.length} runs of ${affected}${median}`;
  if (control === undefined) return `${name}: ${rate}; no version is known to be clean`;
  const controls = results.filter(({ kind }) => kind === 'control');
  const clean = controls.filter(({ outcome }) => outcome === 'valid');
  return `${name}: ${rate}; control ${control.server}: ${clean.length} of ${controls.length} valid`;
}

/** A control with an anomaly outweighs an entry that was not found, or a control that decides nothing. */
export function entryCode(results: readonly TryResult[]): number {
  const controls = results.filter(({ kind }) => kind === 'control');
  if (controls.some(({ outcome }) => outcome === 'found' || outcome === 'other'))
    return EXIT.invalid;
  const isFound = results.some(({ kind, outcome }) => kind === 'affected' && outcome === 'found');
  return isFound && controls.every(({ outcome }) => outcome === 'valid')
    ? EXIT.valid
    : EXIT.unknown;
}
