/** Entries of registries, by name. */
import type { TargetEntry } from '../ensemble/entry.ts';
import { targets } from '../ensemble/registry.ts';

/** Returns the entry with this name in a registry. Validation ensures that it exists. */
export function named<T extends { readonly name: string }>(entries: readonly T[], name: string): T {
  const entry = entries.find(each => each.name === name);
  if (entry === undefined) throw new RangeError(`expected an entry of the registry, found ${name}`);
  return entry;
}

/** Returns the target with this name; without a name, all targets that need no options. */
export function targetsFor(name: string | undefined): readonly TargetEntry[] {
  return targets.filter(target =>
    name === undefined ? target.needs === undefined : target.name === name,
  );
}
