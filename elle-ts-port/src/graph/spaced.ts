/** Cycles on which some relations never follow each other. */
import { Edges, type Graph } from './graph.ts';

/** Steps by `base` are free; no two steps by `spaced` are adjacent, nor the last and the first. */
export interface Spacing {
  readonly base: number;
  readonly spaced: number;
}

/**
 * A graph with two vertices for each v: v, reached by a base step, and v + n, reached by a spaced
 * step, from where only base steps lead on. Its cycles are those of the spacing.
 */
export function spacedGraph(graph: Graph, { base, spaced }: Spacing): Graph {
  const n = graph.vertices;
  const edges = new Edges();
  for (let v = 0; v < n; v++) {
    const end = graph.start[v + 1] as number;
    for (let e = graph.start[v] as number; e < end; e++) {
      const w = graph.to[e] as number;
      const relation = graph.relation[e] as number;
      if (relation & base) {
        edges.add(v, w, relation);
        edges.add(v + n, w, relation);
      }
      if (relation & spaced) edges.add(v, w + n, relation);
    }
  }
  return edges.graph(2 * n);
}
