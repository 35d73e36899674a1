/** Components, realtime order and regions, against definitions that are too slow to use. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { existences } from '../../src/cycle/existence.ts';
import { serialHistory } from '../../src/generate/serial.ts';
import { components } from '../../src/graph/components.ts';
import { Edges, type Graph, merged } from '../../src/graph/graph.ts';
import { addBarriers, reducedOrder } from '../../src/graph/realtime.ts';
import { REALTIME, RW, WR, WW } from '../../src/graph/relation.ts';
import { historyOf } from '../../src/history/builder.ts';
import { type History, OK } from '../../src/history/history.ts';

const VERTICES = 7;
const graphs = fc
  .array(fc.tuple(fc.nat(VERTICES - 1), fc.nat(VERTICES - 1), fc.constantFrom(WW, WR, RW)), {
    maxLength: 16,
  })
  .map(triples => {
    const edges = new Edges();
    for (const [from, to, relation] of triples) edges.add(from, to, relation);
    return merged(edges.graph(VERTICES));
  });

/** Whether each vertex reaches each other one, by one edge or more. */
function reachability(graph: Graph, mask: number): boolean[][] {
  const all = Array.from({ length: graph.vertices }, (_, v) => v);
  const reach = all.map(v =>
    all.map(w => {
      for (let e = graph.start[v] ?? 0; e < (graph.start[v + 1] ?? 0); e++) {
        if (graph.to[e] === w && (graph.relation[e] ?? 0) & mask) return true;
      }
      return false;
    }),
  );
  const get = (a: number, b: number): boolean => reach[a]?.[b] ?? false;
  for (const k of all) {
    for (const i of all) {
      for (const j of all) {
        const row = reach[i];
        if (row && get(i, k) && get(k, j)) row[j] = true;
      }
    }
  }
  return reach;
}

describe('components', () => {
  it('are the classes of mutual reachability, of two or more', () => {
    fc.assert(
      fc.property(graphs, fc.constantFrom(WW, WW | WR, 0xff), (graph, mask) => {
        const reach = reachability(graph, mask);
        const classes = new Set<string>();
        for (let v = 0; v < VERTICES; v++) {
          const mutual = (w: number): boolean => v === w || !!(reach[v]?.[w] && reach[w]?.[v]);
          const members = Array.from({ length: VERTICES }, (_, w) => w).filter(mutual);
          if (members.length > 1) classes.add(members.join());
        }
        expect(components(graph, mask).map(c => c.join())).toEqual(
          [...classes].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('a path of 200,000 vertices does not exhaust the stack', () => {
    const edges = new Edges();
    const length = 200_000;
    for (let v = 0; v < length; v++) edges.add(v, (v + 1) % length, WW);
    expect(components(edges.graph(length), WW).map(c => c.length)).toEqual([length]);
  });
});

describe('existence rows', () => {
  it('snapshot isolation is ruled out by a cycle without two rw edges in a row', () => {
    fc.assert(
      fc.property(graphs, graph => {
        // the composition of the definition, edge by edge
        const composed = new Edges();
        const each = (visit: (from: number, to: number, set: number) => void): void => {
          for (let v = 0; v < VERTICES; v++) {
            for (let e = graph.start[v] ?? 0; e < (graph.start[v + 1] ?? 0); e++) {
              visit(v, graph.to[e] ?? 0, graph.relation[e] ?? 0);
            }
          }
        };
        let loops = false;
        each((x, y, set) => {
          if ((set & (WW | WR)) === 0) return;
          composed.add(x, y, WW);
          each((y2, z, set2) => {
            if (y2 !== y || (set2 & RW) === 0) return;
            if (z === x) loops = true;
            composed.add(x, z, WW);
          });
        });
        const cyclic = loops || components(composed.graph(VERTICES), WW).length > 0;
        const region = { txns: Int32Array.from({ length: VERTICES }, (_, v) => v), graph };
        expect(existences(region, v => v).impossible.has('PL-SI')).toBe(cyclic);
      }),
      { numRuns: 500 },
    );
  });
});

const histories = fc
  .record({
    seed: fc.integer(),
    txns: fc.integer({ min: 1, max: 25 }),
    processes: fc.integer({ min: 1, max: 6 }),
  })
  .map(options => historyOf(serialHistory({ ...options, workload: 'list-append' }), 'list-append'));

function precedes(history: History, a: number, b: number): boolean {
  return history.type[a] === OK && (history.position[a] ?? 0) < (history.invoked[b] ?? 0);
}

describe('realtime order', () => {
  it('by barriers, a transaction reaches exactly those it precedes', () => {
    fc.assert(
      fc.property(histories, history => {
        const edges = new Edges();
        const vertices = addBarriers(history, edges, history.completed);
        const reach = reachability(edges.graph(vertices), REALTIME);
        for (let a = 0; a < history.completed; a++) {
          for (let b = 0; b < history.completed; b++) {
            expect(reach[a]?.[b]).toBe(precedes(history, a, b));
          }
        }
      }),
    );
  });

  it('reduced, it has an edge where nothing committed lies between', () => {
    fc.assert(
      fc.property(histories, history => {
        const all = Array.from({ length: history.completed }, (_, txn) => txn);
        const found: string[] = [];
        reducedOrder(history, all, (a, b) => found.push(`${a} ${b}`));
        const expected = all.flatMap(a =>
          all.flatMap(b => {
            const between = all.some(
              m => history.type[m] === OK && precedes(history, a, m) && precedes(history, m, b),
            );
            return precedes(history, a, b) && !between ? [`${a} ${b}`] : [];
          }),
        );
        expect(found.sort()).toEqual(expected.sort());
      }),
    );
  });
});
