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

/** The cyclic parts of a dependency graph whose vertices from `history.completed` on are barriers. */
export function regionsOf(history: History, graph: Graph): Region[] {
  const local = new Int32Array(graph.vertices).fill(-1);
  return components(graph, ANY).map(component => region(history, graph, component, local));
}

/** `local` is scratch: transaction -> vertex, -1 elsewhere, and so again afterwards. */
function region(history: History, graph: Graph, component: Int32Array, local: Int32Array): Region {
  const txns = component.filter(vertex => vertex < history.completed);
  txns.forEach((txn, vertex) => {
    local[txn] = vertex;
  });
  const edges = new Edges();
  for (const txn of txns) addEdgesWithin(graph, txn, local, edges);
  // a path of barriers between two members becomes direct edges
  if (txns.length < component.length) {
    const at = (txn: number): number => local[txn] as number;
    reducedOrder(history, txns, (a, b) => edges.add(at(a), at(b), REALTIME));
  }
  for (const txn of txns) local[txn] = -1;
  return { txns, graph: merged(edges.graph(txns.length)) };
}

function addEdgesWithin(graph: Graph, txn: number, local: Int32Array, edges: Edges): void {
  const end = graph.start[txn + 1] as number;
  for (let e = graph.start[txn] as number; e < end; e++) {
    const target = local[graph.to[e] as number] as number;
    if (target >= 0) edges.add(local[txn] as number, target, graph.relation[e] as number);
  }
}
