/** The search is exact: it finds a cycle of a type exactly when brute force does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cycleType } from '../../src/cycle/naming.ts';
import { findCycle } from '../../src/cycle/search.ts';
import { SPECIFICATIONS } from '../../src/cycle/specification.ts';
import { Edges, type Graph, merged } from '../../src/graph/graph.ts';
import { REALTIME, RW, WR, WW } from '../../src/graph/relation.ts';
import { implied } from '../../src/lattice/boundary.ts';

const VERTICES = 5;

const graphs = fc
  .array(
    fc.tuple(fc.nat(VERTICES - 1), fc.nat(VERTICES - 1), fc.constantFrom(WW, WR, RW, REALTIME)),
    { maxLength: 10 },
  )
  .map(triples => {
    const edges = new Edges();
    // one relation an edge, so that a cycle has one name
    const seen = new Set<string>();
    for (const [from, to, relation] of triples) {
      if (seen.has(`${from} ${to}`)) continue;
      seen.add(`${from} ${to}`);
      edges.add(from, to, relation);
    }
    return merged(edges.graph(VERTICES));
  });

/** The names of all simple cycles. */
function allCycleTypes(graph: Graph): Set<string> {
  const types = new Set<string>();
  const walk = (path: readonly number[], relations: readonly number[]): void => {
    const last = path.at(-1) ?? 0;
    for (let e = graph.start[last] ?? 0; e < (graph.start[last + 1] ?? 0); e++) {
      const to = graph.to[e] ?? 0;
      const walked = [...relations, graph.relation[e] ?? 0];
      if (to === path[0]) types.add(cycleType(walked));
      else if (!path.includes(to) && to > (path[0] ?? 0)) walk([...path, to], walked);
    }
  };
  for (let v = 0; v < graph.vertices; v++) walk([v], []);
  return types;
}

function relationBetween(graph: Graph, from: number, to: number): number | undefined {
  const start = graph.start[from] ?? 0;
  const place = graph.to.subarray(start, graph.start[from + 1]).indexOf(to);
  return place < 0 ? undefined : graph.relation[start + place];
}

describe('findCycle', () => {
  it('finds only simple cycles that have the type', () => {
    fc.assert(
      fc.property(graphs, graph => {
        for (const spec of SPECIFICATIONS) {
          const walk = findCycle(graph, graph.relation, spec);
          if (!walk) continue;
          expect(cycleType(walk.relations)).toBe(spec.type);
          expect(new Set(walk.vertices).size).toBe(walk.vertices.length);
          walk.vertices.forEach((from, i) => {
            const to = walk.vertices[(i + 1) % walk.vertices.length] ?? 0;
            expect(relationBetween(graph, from, to)).toBe(walk.relations[i]);
          });
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('misses a type only where a stronger one was found', () => {
    fc.assert(
      fc.property(graphs, graph => {
        const types = allCycleTypes(graph);
        const found = new Set(
          SPECIFICATIONS.filter(spec => findCycle(graph, graph.relation, spec)).map(s => s.type),
        );
        for (const type of types) expect(implied(found)).toContain(type);
      }),
      { numRuns: 1500 },
    );
  });
});
