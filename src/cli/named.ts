/** The entry of a registry by its name. Validation has seen to it that there is one. */
export function named<T extends { readonly name: string }>(entries: readonly T[], name: string): T {
  const entry = entries.find(each => each.name === name);
  if (entry === undefined) throw new RangeError(`expected an entry of the registry, found ${name}`);
  return entry;
}
