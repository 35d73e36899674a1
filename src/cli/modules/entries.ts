/** Loads the entries in a user's own files: `./mine.ts`, or `./mine.ts#name` for one of several. */
import { resolve } from 'node:path';
import { UsageError } from '../exit.ts';
import { exportAt } from './export-at.ts';
import { describeKind, type Entries, isEntry, type Kind, whyNot } from './kinds.ts';
import { split } from './reference.ts';

/** Where a reference was given: the folder against which its path is relative, and the flag (`--nemesis`) for
 * errors. */
export interface Given {
  readonly folder: string;
  readonly origin: string;
}

/** Returns the entries behind a reference, at least one. @throws UsageError that says what was expected and
 * found. */
export async function entriesAt<K extends Kind>(
  kind: K,
  reference: string,
  { folder, origin }: Given,
): Promise<readonly Entries[K][]> {
  const { path, name } = split(reference);
  const shown = `${origin} ${path}`;
  const all = entriesIn(kind, await exportAt(kind, resolve(folder, path), shown), shown);
  return name === undefined ? all : [entryNamed(all, name, shown)];
}

/** @throws UsageError that lists the available entries. */
export function entryNamed<E extends { readonly name: string }>(
  entries: readonly E[],
  name: string,
  shown: string,
): E {
  const found = entries.find(entry => entry.name === name);
  if (found !== undefined) return found;
  const names = entries.map(entry => entry.name).join(', ');
  throw new UsageError(`${shown}: expected one of ${names} after the #, found "${name}".`);
}

/** Returns the entries that a file exports. @throws UsageError if one has another shape. */
export function entriesIn<K extends Kind>(
  kind: K,
  exported: unknown,
  shown: string,
): readonly Entries[K][] {
  const candidates: readonly unknown[] = Array.isArray(exported) ? exported : [exported];
  const entries = candidates.filter(candidate => isEntry(kind, candidate));
  if (entries.length === candidates.length && entries.length > 0) return entries;
  const wrong = candidates.find(candidate => !isEntry(kind, candidate));
  const found = candidates.length === 0 ? 'an empty list' : whyNot(kind, wrong);
  throw new UsageError(
    `${shown}: expected its default export to be ${describeKind(kind)} or a list of them, found ${found}.`,
  );
}
