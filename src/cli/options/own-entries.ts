/** Replaces paths of the user's own files in the settings by the names of their loaded entries. */
import { joinAim, type Named, splitAim } from '../../../nemesis/aim.ts';
import { UsageError } from '../exit.ts';
import type { Given } from '../modules/entries.ts';
import { ownEntries } from '../modules/own.ts';
import { isPath } from '../modules/reference.ts';
import { BUILT_IN, type Repertoire, type StoredKind, withEntry } from '../modules/repertoire.ts';
import { OPTION_KEYS, ROWS } from './rows.ts';
import type { Gathered, Sourced } from './settings-sources.ts';

interface WithOwnEntries {
  readonly gathered: Gathered;
  readonly repertoire: Repertoire;
}

/** @throws UsageError if a file is missing, cannot be loaded, or exports something else. */
export async function withOwnEntries(gathered: Gathered, folder: string): Promise<WithOwnEntries> {
  let repertoire = BUILT_IN;
  const found = new Map(gathered);
  for (const key of OPTION_KEYS) {
    const { entries: kind } = ROWS[key];
    const sourced = gathered.get(key);
    if (kind === undefined || sourced === undefined) continue;
    const given = { folder, origin: sourced.origin };
    const replaced = await namedIn(kind, sourced.value, { ...given, repertoire });
    found.set(key, { ...sourced, value: replaced.value });
    repertoire = replaced.repertoire;
  }
  return { gathered: withImage(found, repertoire), repertoire };
}

interface Replaced {
  readonly value: unknown;
  readonly repertoire: Repertoire;
}

/** Returns the value with names in place of paths, and adds the entries of those files to the repertoire. */
async function namedIn(
  kind: StoredKind,
  value: unknown,
  { repertoire, ...given }: Given & Pick<Replaced, 'repertoire'>,
): Promise<Replaced> {
  const names: unknown[] = [];
  let grown = repertoire;
  for (const each of Array.isArray(value) ? value : [value]) {
    const { name: reference, aim } = aimedPath(kind, each);
    if (reference === undefined) {
      names.push(each);
      continue;
    }
    const own = await ownEntries(kind, reference, given);
    for (const entry of own) grown = withEntry(grown, entry);
    names.push(...own.map(({ entry: { name } }) => joinAim({ name, aim })));
  }
  if (Array.isArray(value)) return { value: names, repertoire: grown };
  requireOne(kind, names, `${given.origin} ${value}`);
  return { value: names[0], repertoire: grown };
}

/** Splits a value into path and aim; no name if the value is no path. Only a nemesis has an aim. */
function aimedPath(kind: StoredKind, value: unknown): Partial<Named> {
  if (typeof value !== 'string') return {};
  const { name, aim } = kind === 'nemesis' ? splitAim(value) : { name: value, aim: undefined };
  return isPath(name) ? { name, aim } : {};
}

function requireOne(kind: StoredKind, names: readonly unknown[], shown: string): void {
  if (names.length <= 1) return;
  throw new UsageError(
    `${shown}: expected one ${kind}, found ${names.join(', ')}. Add # and the name of one.`,
  );
}

/** Uses the profile's image as the server, unless another one is named. */
function withImage(gathered: Gathered, { profile: profiles }: Repertoire): Gathered {
  const server = gathered.get('server');
  const profile = profiles.find(({ name }) => name === gathered.get('profile')?.value);
  if (profile === undefined || server?.origin !== 'default') return gathered;
  const own: Sourced = { value: profile.image, origin: `the profile ${profile.name}` };
  return new Map([...gathered, ['server', own]]);
}
