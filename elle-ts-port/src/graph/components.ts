/** Strongly connected components, by Tarjan's algorithm without recursion. */
import type { Graph } from './graph.ts';

const UNSEEN = -1;

/**
 * The components of more than one vertex, walking only edges that have a relation in `mask`.
 * Vertices ascend within a component; components ascend by their first vertex.
 */
export function components(graph: Graph, mask: number): Int32Array[] {
  return new Search(graph, mask).run().sort((a, b) => (a[0] as number) - (b[0] as number));
}

/**
 * A rank for each vertex, such that no edge leads to a lower one, and vertices have the same rank
 * exactly when each reaches the other. Ranks follow the numbers of the vertices where the edges do.
 */
export function ranks(graph: Graph, mask: number): Int32Array {
  const search = new Search(graph, mask);
  search.run();
  return search.closed.map(time => -time);
}

/**
 * The state of one search. `path` is the depth-first path, `open` the vertices that are in no
 * component yet; `low[v]` is the least order reachable from v, or the vertex count once v is closed.
 */
class Search {
  private readonly graph: Graph;
  private readonly mask: number;
  private readonly order: Int32Array;
  private readonly low: Int32Array;
  private readonly nextEdge: Int32Array;
  private readonly path: Int32Array;
  private readonly open: Int32Array;
  private pathLength = 0;
  private openLength = 0;
  private seen = 0;
  private readonly found: Int32Array[] = [];
  /** When the component of a vertex was closed: after all that it leads to. */
  readonly closed: Int32Array;
  private closings = 0;

  constructor(graph: Graph, mask: number) {
    const n = graph.vertices;
    this.graph = graph;
    this.mask = mask;
    this.order = new Int32Array(n).fill(UNSEEN);
    this.low = new Int32Array(n);
    this.closed = new Int32Array(n);
    this.nextEdge = graph.start.slice(0, n);
    this.path = new Int32Array(n);
    this.open = new Int32Array(n);
  }

  run(): Int32Array[] {
    for (let v = this.graph.vertices - 1; v >= 0; v--) {
      if (this.order[v] !== UNSEEN) continue;
      this.enter(v);
      while (this.pathLength > 0) this.step(this.path[this.pathLength - 1] as number);
    }
    return this.found;
  }

  private enter(v: number): void {
    this.order[v] = this.seen;
    this.low[v] = this.seen++;
    this.path[this.pathLength++] = v;
    this.open[this.openLength++] = v;
  }

  /** Walks on from the end of the path: to the next unseen vertex, or back. */
  private step(v: number): void {
    const { to, relation, start } = this.graph;
    const end = start[v + 1] as number;
    let e = this.nextEdge[v] as number;
    let low = this.low[v] as number;
    for (; e < end; e++) {
      if (((relation[e] as number) & this.mask) === 0) continue;
      const w = to[e] as number;
      if (this.order[w] === UNSEEN) {
        this.low[v] = low;
        this.nextEdge[v] = e;
        this.enter(w);
        return;
      }
      low = Math.min(low, this.low[w] as number);
    }
    this.nextEdge[v] = e;
    this.low[v] = low;
    this.pathLength--;
    if (low === this.order[v]) this.close(v);
  }

  /** Everything opened since v is v's component. */
  private close(v: number): void {
    let first = this.openLength;
    do {
      first--;
      this.low[this.open[first] as number] = this.graph.vertices;
      this.closed[this.open[first] as number] = this.closings;
    } while (this.open[first] !== v);
    this.closings++;
    if (this.openLength - first > 1) {
      this.found.push(this.open.slice(first, this.openLength).sort());
    }
    this.openLength = first;
  }
}
