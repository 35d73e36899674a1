/** Directed graphs in compressed rows: what dependency graphs and all their parts are held in. */
import { Bytes, Ints } from '../history/column.ts';

/**
 * The edges of vertex v are start[v] .. start[v + 1] - 1; edge e goes to `to[e]` and
 * has the relations `relation[e]`. Parallel edges may occur unless `merged` made the graph.
 */
export interface Graph {
  readonly vertices: number;
  readonly start: Int32Array;
  readonly to: Int32Array;
  readonly relation: Uint8Array;
}

/** Edges as they are found, in any order. Self edges are dropped: a graph never has them. */
export class Edges {
  readonly from: Ints = new Ints();
  readonly to: Ints = new Ints();
  readonly relation: Bytes = new Bytes();

  get size(): number {
    return this.from.length;
  }

  add(from: number, to: number, relation: number): void {
    if (from === to) return;
    this.from.push(from);
    this.to.push(to);
    this.relation.push(relation);
  }

  /** The edges as a graph, by a counting sort: linear, and stable within a vertex. */
  graph(vertices: number): Graph {
    const start = new Int32Array(vertices + 1);
    const from = this.from.rows();
    for (const vertex of from) start[vertex + 1] = (start[vertex + 1] as number) + 1;
    for (let v = 0; v < vertices; v++) {
      start[v + 1] = (start[v + 1] as number) + (start[v] as number);
    }
    return { vertices, start, ...this.sorted(start) };
  }

  private sorted(start: Int32Array): Pick<Graph, 'to' | 'relation'> {
    const next = start.slice();
    const to = new Int32Array(this.size);
    const relation = new Uint8Array(this.size);
    for (let e = 0; e < this.size; e++) {
      const vertex = this.from.at(e);
      const place = next[vertex] as number;
      next[vertex] = place + 1;
      to[place] = this.to.at(e);
      relation[place] = this.relation.data[e] as number;
    }
    return { to, relation };
  }
}

/** The same graph with parallel edges united, targets ascending. */
export function merged(graph: Graph): Graph {
  const { vertices } = graph;
  const sets = new Uint8Array(vertices);
  const edges = new Edges();
  for (let v = 0; v < vertices; v++) {
    for (const target of targetsOf(graph, v, sets)) {
      edges.add(v, target, sets[target] as number);
      sets[target] = 0;
    }
  }
  return edges.graph(vertices);
}

/** The distinct targets of a vertex, ascending; collects their relations in `sets`. */
function targetsOf(graph: Graph, vertex: number, sets: Uint8Array): number[] {
  const targets: number[] = [];
  const end = graph.start[vertex + 1] as number;
  for (let e = graph.start[vertex] as number; e < end; e++) {
    const target = graph.to[e] as number;
    if (sets[target] === 0) targets.push(target);
    sets[target] = (sets[target] as number) | (graph.relation[e] as number);
  }
  return targets.sort((a, b) => a - b);
}
