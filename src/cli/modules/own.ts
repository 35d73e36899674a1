/** Loads entries of the user's own with their sources, ready to be stored: from the files that a command
 * names, or from modules/ of a stored run. */
import { resolve } from 'node:path';
import { pathOf, readModules, type StoredModule } from '../../store/modules.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { entriesAt, entriesIn, entryNamed, type Given } from './entries.ts';
import { exportAt } from './export-at.ts';
import { isPath, split } from './reference.ts';
import {
  BUILT_IN,
  type OwnEntry,
  type Repertoire,
  type StoredKind,
  withEntry,
} from './repertoire.ts';
import { sourceOf } from './source.ts';

/** Returns the entries behind a path. If its file has several, each is named `path#name`. @throws UsageError
 * that says what was expected and found. */
export async function ownEntries<K extends StoredKind>(
  kind: K,
  reference: string,
  given: Given,
): Promise<readonly OwnEntry<K>[]> {
  const entries = await entriesAt(kind, reference, given);
  const { path } = split(reference);
  const { module, imports, texts } = await sourceOf(resolve(given.folder, path));
  return entries.map(entry => ({
    entry,
    module: {
      ...{ kind, name: entry.name },
      path: entries.length > 1 ? `${path}#${entry.name}` : reference,
      ...module,
      imports,
    },
    texts,
  }));
}

/** Replaces a reference to a file of several entries by one reference for each. @throws UsageError */
export async function expanded(
  kind: StoredKind,
  references: readonly string[],
  given: Given,
): Promise<readonly string[]> {
  const each = references.map(async reference =>
    isPath(reference)
      ? (await ownEntries(kind, reference, given)).map(({ module }) => module.path)
      : [reference],
  );
  return (await Promise.all(each)).flat();
}

/** Returns the repertoire of a stored run. Its modules are loaded, which executes them, after their digests
 * are verified. @throws StoreError if a source is missing or was changed. */
export async function storedRepertoire(folder: string, plan: TestPlan): Promise<Repertoire> {
  const { modules = [] } = plan;
  const texts = await readModules(folder, modules);
  let repertoire = BUILT_IN;
  for (const module of modules)
    repertoire = withEntry(repertoire, await loaded(folder, module, texts));
  return repertoire;
}

async function loaded(
  folder: string,
  module: StoredModule,
  texts: ReadonlyMap<string, string>,
): Promise<OwnEntry<StoredKind>> {
  const path = pathOf(folder, module.file);
  const entries = entriesIn(module.kind, await exportOf(module, path), path);
  return { entry: entryNamed(entries, module.name, path), module, texts };
}

/** Default exports by the digest of their code, cached because many runs of one process share them. */
const EXPORTS = new Map<string, Promise<unknown>>();

function exportOf({ kind, sha256, imports }: StoredModule, path: string): Promise<unknown> {
  const code = [sha256, ...imports.map(each => each.sha256)].join();
  const exported = EXPORTS.get(code) ?? exportAt(kind, path, path);
  EXPORTS.set(code, exported);
  return exported;
}
