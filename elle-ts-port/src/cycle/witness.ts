/** The cycles that show what is wrong in one region: at most one for each type looked for. */
import type { Graph } from '../graph/graph.ts';
import type { Region } from '../graph/region.ts';
import type { Workload } from '../history/event.ts';
import { implied, prohibited } from '../lattice/boundary.ts';
import { cycleType, explainingRelations } from './naming.ts';
import { findCycle, type Labels, type Walk } from './search.ts';
import { SPECIFICATIONS, type Specification } from './specification.ts';

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

/** Looks for each type, in order, that some impossible model forbids and no found type implies. */
export function witnesses(
  region: Region,
  impossible: ReadonlySet<string>,
  how: { readonly workload: Workload; readonly naming: Naming },
): Witness[] {
  const searched = prohibited(impossible);
  const explaining = explainingRelations(how.workload);
  const explained = region.graph.relation.map(set => explaining[set] as number);
  const found: Witness[] = [];
  let known = new Set<string>();
  for (const spec of SPECIFICATIONS) {
    if (known.has(spec.type) || !searched.has(spec.type)) continue;
    const walk =
      how.naming === 'elle'
        ? findExplained(region, explained, spec)
        : findCycle(region.graph, region.graph.relation, spec);
    if (!walk) continue;
    const type = how.naming === 'elle' ? cycleType(walk.relations) : spec.type;
    found.push({
      type,
      txns: walk.vertices.map(v => region.txns[v] as number),
      relations: walk.relations,
    });
    known = implied(found.map(witness => witness.type));
  }
  return found;
}

/**
 * A cycle of the type by the explaining relations; failing that, for the types without rw edges,
 * one by any relations, which the explanation then gives another name.
 */
function findExplained(region: Region, explained: Labels, spec: Specification): Walk | undefined {
  const { graph } = region;
  const exact = findCycle(graph, explained, spec);
  if (exact || !/^G(0|1c)-/.test(spec.type)) return exact;
  const walk = findCycle(graph, graph.relation, spec);
  return walk && { ...walk, relations: relationsOf(graph, explained, walk.vertices) };
}

/** The label of each edge of a cycle. */
function relationsOf(graph: Graph, labels: Labels, vertices: readonly number[]): number[] {
  return vertices.map((vertex, i) => {
    const target = vertices[(i + 1) % vertices.length] as number;
    const row = graph.to.subarray(graph.start[vertex], graph.start[vertex + 1]);
    return labels[(graph.start[vertex] as number) + row.indexOf(target)] as number;
  });
}
