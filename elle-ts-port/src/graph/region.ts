/** A strongly connected part of the dependency graph, on its own: where cycles are looked for. */
import type { History } from '../history/history.ts';
import { components } from './components.ts';
import { Edges, type Graph, merged } from './graph.ts';
import { reducedOrder } from './realtime.ts';
import { REALTIME } from './relation.ts';

const ANY = 0xff;

/** Vertex v of `graph` is transaction `txns[v]`. Transactions ascend; no parallel edges, no barriers. */
export interface Region {
  readonly txns: Int32Array;
  readonly graph: Graph;
}

/**
 * The cyclic parts of a dependency graph. Its vertices are transactions, then hubs, then, from
 * `firstBarrier` on, barriers.
 */
export function regionsOf(history: History, graph: Graph, firstBarrier: number): Region[] {
  const local = new Int32Array(graph.vertices).fill(-1);
  const isHub = (vertex: number): boolean => vertex >= history.completed && vertex < firstBarrier;
  return components(graph, ANY).flatMap(component => {
    const txns = component.filter(vertex => vertex < history.completed);
    // a transaction that reads and writes by one hub is no cycle
    if (txns.length < 2) return [];
    txns.forEach((txn, vertex) => {
      local[txn] = vertex;
    });
    const edges = new Edges();
    const hubs = new Map<number, number[]>();
    for (const txn of txns) addEdgesOf(graph, txn, local, { edges, hubs, isHub });
    for (const [hub, sources] of hubs) expandHub(graph, hub, sources, local, edges);
    // a path of barriers between two members becomes direct edges
    if ((component.at(-1) as number) >= firstBarrier) {
      const at = (txn: number): number => local[txn] as number;
      reducedOrder(history, txns, (a, b) => edges.add(at(a), at(b), REALTIME));
    }
    for (const txn of txns) local[txn] = -1;
    return [{ txns, graph: merged(edges.graph(txns.length)) }];
  });
}

/** What a region's edges are collected in. */
interface Collected {
  readonly edges: Edges;
  /** Hub -> the members of the region that lead to it. */
  readonly hubs: Map<number, number[]>;
  isHub(vertex: number): boolean;
}

/** The edges of a transaction within its region; `local` is -1 outside. */
function addEdgesOf(graph: Graph, txn: number, local: Int32Array, into: Collected): void {
  const vertex = local[txn] as number;
  const end = graph.start[txn + 1] as number;
  for (let e = graph.start[txn] as number; e < end; e++) {
    const to = graph.to[e] as number;
    const target = local[to] as number;
    if (target >= 0) into.edges.add(vertex, target, graph.relation[e] as number);
    else if (into.isHub(to)) {
      into.hubs.set(to, [...(into.hubs.get(to) ?? []), vertex]);
    }
  }
}

/** From each member that leads to the hub to each member it leads to. */
function expandHub(
  graph: Graph,
  hub: number,
  sources: readonly number[],
  local: Int32Array,
  edges: Edges,
): void {
  const end = graph.start[hub + 1] as number;
  for (let e = graph.start[hub] as number; e < end; e++) {
    const target = local[graph.to[e] as number] as number;
    if (target < 0) continue;
    for (const source of sources) edges.add(source, target, graph.relation[e] as number);
  }
}
