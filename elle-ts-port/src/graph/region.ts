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
    const part = new Part(graph, local, isHub);
    for (const txn of txns) part.addFrom(txn);
    part.expandHubs();
    // a path of barriers between two members becomes direct edges
    if ((component.at(-1) as number) >= firstBarrier) {
      reducedOrder(history, txns, (a, b) => part.addOrder(a, b));
    }
    for (const txn of txns) local[txn] = -1;
    return [{ txns, graph: merged(part.edges.graph(txns.length)) }];
  });
}

/** The edges of one region on their way. `local` is a member's vertex, -1 for all others. */
class Part {
  readonly edges: Edges = new Edges();
  private readonly graph: Graph;
  private readonly local: Int32Array;
  private readonly isHub: (vertex: number) => boolean;
  /** Hub -> the members that lead to it. */
  private readonly hubs = new Map<number, number[]>();

  constructor(graph: Graph, local: Int32Array, isHub: (vertex: number) => boolean) {
    this.graph = graph;
    this.local = local;
    this.isHub = isHub;
  }

  /** Adds a member's edges to other members. */
  addFrom(txn: number): void {
    const vertex = this.local[txn] as number;
    const end = this.graph.start[txn + 1] as number;
    for (let e = this.graph.start[txn] as number; e < end; e++) {
      const to = this.graph.to[e] as number;
      const target = this.local[to] as number;
      if (target >= 0) this.edges.add(vertex, target, this.graph.relation[e] as number);
      else if (this.isHub(to)) this.leadTo(to, vertex);
    }
  }

  private leadTo(hub: number, vertex: number): void {
    const sources = this.hubs.get(hub);
    if (sources) sources.push(vertex);
    else this.hubs.set(hub, [vertex]);
  }

  addOrder(a: number, b: number): void {
    this.edges.add(this.local[a] as number, this.local[b] as number, REALTIME);
  }

  /** From each member that leads to a hub to each member the hub leads to. */
  expandHubs(): void {
    for (const [hub, sources] of this.hubs) {
      const end = this.graph.start[hub + 1] as number;
      for (let e = this.graph.start[hub] as number; e < end; e++) {
        const target = this.local[this.graph.to[e] as number] as number;
        if (target < 0) continue;
        for (const source of sources) {
          this.edges.add(source, target, this.graph.relation[e] as number);
        }
      }
    }
  }
}
