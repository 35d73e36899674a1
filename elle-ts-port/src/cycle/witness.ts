/** The cycles that show what is wrong in one region: at most one for each type looked for. */
import type { Graph } from '../graph/graph.ts';
import type { Region } from '../graph/region.ts';
import { REALTIME } from '../graph/relation.ts';
import type { Workload } from '../history/event.ts';
import { implied, prohibited } from '../lattice/boundary.ts';
import { cycleType, explainingRelations } from './naming.ts';
import { findCycle, type Labels } from './search.ts';
import { shortened } from './shorten.ts';
import { SPECIFICATIONS, type Specification } from './specification.ts';
import type { Walk } from './walk.ts';

/**
 * elle: a pair that several relations connect counts as the one that explains it (data first).
 * search: it counts as the relation that the search walked.
 */
export type Naming = 'elle' | 'search';

/** A cycle of transactions; `relations[i]` leads from `txns[i]` to the next, the last to the first. */
export interface Witness {
  readonly type: string;
  readonly txns: readonly number[];
  readonly relations: readonly number[];
}

/** How witnesses are looked for. */
interface Search {
  readonly workload: Workload;
  readonly naming: Naming;
  /** Whether the transaction of one vertex committed before that of another was invoked. */
  precedes(a: number, b: number): boolean;
}

/** Looks for each type, in order, that some impossible model forbids and no found type implies. */
export function witnesses(
  region: Region,
  impossible: ReadonlySet<string>,
  search: Search,
): Witness[] {
  const searched = prohibited(impossible);
  const labels = labelsOf(region, search);
  const found: Witness[] = [];
  let known = new Set<string>();
  for (const spec of SPECIFICATIONS) {
    if (known.has(spec.type) || !searched.has(spec.type)) continue;
    const walk = findNamed(region.graph, labels, spec);
    if (!walk) continue;
    found.push(witnessOf(region, labels, search, walk));
    known = implied(found.map(witness => witness.type));
  }
  return found;
}

/** How an edge with a set of relations counts in a cycle's name: elle: as one; search: as any of them. */
function labelsOf(region: Region, { naming, workload }: Search): Labels {
  if (naming === 'search') return region.graph.relation;
  const explaining = explainingRelations(workload);
  return region.graph.relation.map(set => explaining[set] as number);
}

/**
 * A cycle of the type by the labels; failing that, for the types without rw edges, one by any
 * relations, to which the labels then give another name.
 */
function findNamed(graph: Graph, labels: Labels, spec: Specification): Walk | undefined {
  const exact = findCycle(graph, labels, spec);
  if (exact || labels === graph.relation || !/^G(0|1c)-/.test(spec.type)) return exact;
  const walk = findCycle(graph, graph.relation, spec);
  return walk && { ...walk, relations: relationsOf(graph, labels, walk.vertices) };
}

/** The label of each edge of a cycle. */
function relationsOf(graph: Graph, labels: Labels, vertices: readonly number[]): number[] {
  return vertices.map((vertex, i) => {
    const target = vertices[(i + 1) % vertices.length] as number;
    return labels[edgeBetween(graph, vertex, target)] as number;
  });
}

/** The edge from a to b, or -1. */
function edgeBetween(graph: Graph, a: number, b: number): number {
  const start = graph.start[a] as number;
  const place = graph.to.subarray(start, graph.start[a + 1]).indexOf(b);
  return place < 0 ? -1 : start + place;
}

function witnessOf(region: Region, labels: Labels, search: Search, walk: Walk): Witness {
  const txn = (vertex: number): number => region.txns[vertex] as number;
  const direct = (a: number, b: number): number => {
    if (!search.precedes(a, b)) return 0;
    const edge = edgeBetween(region.graph, a, b);
    const isData = edge >= 0 && search.naming === 'elle';
    return isData ? (labels[edge] as number) : REALTIME;
  };
  const { vertices, relations } = shortened(walk, direct);
  return { type: cycleType(relations), txns: vertices.map(txn), relations };
}
