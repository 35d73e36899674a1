/**
 * Which models a region rules out, by the mere existence of a cycle in a part of its graph.
 * Linear for each model, and exact: a model is ruled out exactly when its part has a cycle.
 */
import { components } from '../graph/components.ts';
import type { Graph } from '../graph/graph.ts';
import type { Region } from '../graph/region.ts';
import {
  PROCESS,
  REALTIME,
  type RelationName,
  RW,
  RWP,
  relationNames,
  WR,
  WRP,
  WW,
  WWP,
} from '../graph/relation.ts';
import { type Spacing, spacedGraph } from '../graph/spaced.ts';
import { stronger } from '../lattice/boundary.ts';
import { friendlyModel } from '../lattice/models.ts';

/** A model, and the edges among which it forbids a cycle; `spaced` is 0 where all are free. */
interface Row extends Spacing {
  readonly model: string;
}

const WRITES = WW | WWP;
const READS = WRITES | WR | WRP;
const ITEMS = READS | RW;
const ALL = ITEMS | RWP;

/** The rows of one strength, weakest first. */
function rowsWith(names: readonly string[], order: number): Row[] {
  const bases = [WRITES, READS, READS, ALL];
  const snapshot = 2;
  return names.map((model, i) => ({
    model,
    base: (bases[i] as number) | order,
    spaced: i === snapshot ? RW | RWP : 0,
  }));
}

/** In the order they are asked. */
const ROWS: readonly Row[] = [
  { model: 'PL-1', base: WRITES, spaced: 0 },
  { model: 'PL-2', base: READS, spaced: 0 },
  { model: 'PL-SI', base: READS, spaced: RW | RWP },
  { model: 'PL-2.99', base: ITEMS, spaced: 0 },
  { model: 'PL-3', base: ALL, spaced: 0 },
  ...rowsWith(
    [
      'strong-session-PL-1',
      'strong-session-PL-2',
      'strong-session-snapshot-isolation',
      'strong-session-serializable',
    ],
    PROCESS,
  ),
  ...rowsWith(['strong-PL-1', 'strong-PL-2', 'strong-snapshot-isolation', 'PL-SS'], REALTIME),
];

/** Evidence that a cycle exists which a model forbids. */
export interface Existence {
  readonly type: `${string}-cycle-exists`;
  /** Friendly name of the weakest model that is ruled out. */
  readonly not: string;
  readonly subgraph: readonly RelationName[];
  readonly 'scc-size': number;
  /** Indices of the smallest cyclic part. */
  readonly scc: readonly number[];
}

interface Existences {
  readonly records: readonly Existence[];
  /** Our names of all models that the region rules out. */
  readonly impossible: ReadonlySet<string>;
}

/** Asks the rows in order, each unless its model is ruled out already. */
export function existences(region: Region, indexOf: (vertex: number) => number): Existences {
  const impossible = new Set<string>();
  const records: Existence[] = [];
  for (const row of ROWS) {
    if (impossible.has(row.model)) continue;
    const smallest = smallestCyclicPart(region.graph, row);
    if (!smallest) continue;
    for (const model of stronger([row.model])) impossible.add(model);
    records.push({
      type: `${row.model}-cycle-exists`,
      not: friendlyModel(row.model),
      subgraph: relationNames(row.base | row.spaced),
      'scc-size': smallest.length,
      scc: smallest.map(indexOf),
    });
  }
  return { records, impossible };
}

function smallestCyclicPart(graph: Graph, row: Row): number[] | undefined {
  const parts = row.spaced
    ? components(spacedGraph(graph, row), 0xff).map(part => verticesOf(part, graph.vertices))
    : components(graph, row.base).map(part => Array.from(part));
  return parts.reduce<number[] | undefined>(
    (least, part) => (least && least.length <= part.length ? least : part),
    undefined,
  );
}

function verticesOf(part: Int32Array, n: number): number[] {
  return [...new Set(Array.from(part, vertex => vertex % n))].sort((a, b) => a - b);
}
