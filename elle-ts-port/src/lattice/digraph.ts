/** Small directed graphs over names: what implies what. */

export type NamePair = readonly [from: string, to: string];

/** Everything reachable along the pairs from the names given, those included. */
export function reachable(pairs: readonly NamePair[], from: Iterable<string>): Set<string> {
  const found = new Set(from);
  for (const name of found) {
    for (const [a, b] of pairs) if (a === name) found.add(b);
  }
  return found;
}

/** The same pairs, each the other way round. */
export function reversed(pairs: readonly NamePair[]): NamePair[] {
  return pairs.map(([a, b]) => [b, a]);
}
