/** Entries of registries, by name. */
import type { TargetEntry } from '../ensemble/entry.ts';
import { targets } from '../ensemble/registry.ts';

/** The entry of a registry by its name. Validation has seen to it that there is one. */
export function named<T extends { readonly name: string }>(entries: readonly T[], name: string): T {
  const entry = entries.find(each => each.name === name);
  if (entry === undefined) throw new RangeError(`expected an entry of the registry, found ${name}`);
  return entry;
}

/** The target of that name; without a name, all that need no options. */
export function targetsFor(name: string | undefined): readonly TargetEntry[] {
  return targets.filter(target =>
    name === undefined ? target.needs === undefined : target.name === name,
  );
}
