/** Small directed graphs over names: what implies what. */

export type NamePair = readonly [from: string, to: string];

/** Each name's targets. */
type Adjacency = ReadonlyMap<string, readonly string[]>;

export function adjacency(pairs: readonly NamePair[]): Adjacency {
  const targets = new Map<string, string[]>();
  for (const [a, b] of pairs) {
    const known = targets.get(a);
    if (known) known.push(b);
    else targets.set(a, [b]);
  }
  return targets;
}

/** Everything reachable from the names given, those included. */
export function reachable(graph: Adjacency, from: Iterable<string>): Set<string> {
  const found = new Set(from);
  for (const name of found) {
    for (const target of graph.get(name) ?? []) found.add(target);
  }
  return found;
}

/** The same pairs, each the other way round. */
export function reversed(pairs: readonly NamePair[]): NamePair[] {
  return pairs.map(([a, b]) => [b, a]);
}
