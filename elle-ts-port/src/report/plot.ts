/** What a picture of dependencies shows: transactions as rows of micro-operations, edges between these. */
import type { Analysis } from '../check.ts';
import type { Region } from '../graph/region.ts';
import { type RelationName, relationName } from '../graph/relation.ts';
import type { Mop, Op } from '../history/event.ts';
import { opOf } from '../history/history.ts';
import { shown } from './text.ts';

/** One end of an edge: a node, and one of its fields when a micro-operation shows it. */
export interface End {
  readonly node: number;
  readonly field?: number;
}

export interface PlotEdge {
  readonly from: End;
  readonly to: End;
  readonly relation: RelationName;
}

export interface PlotNode {
  /** `T` and the completion's index. */
  readonly name: string;
  readonly type: Op['type'];
  readonly fields: readonly string[];
}

export interface Plot {
  readonly nodes: readonly PlotNode[];
  readonly edges: readonly PlotEdge[];
}

/** Some transactions of a region, in the order given, with every edge among them. */
export function plotOf(analysis: Analysis, region: Region, txns: readonly number[]): Plot {
  const nodes = txns.map(txn => nodeOf(opOf(analysis.history, txn)));
  const vertexOf = new Map(Array.from(region.txns, (txn, vertex) => [txn, vertex]));
  const nodeAt = new Map(txns.map((txn, node) => [vertexOf.get(txn), node]));
  const edges: PlotEdge[] = [];
  txns.forEach((txn, node) => {
    const vertex = vertexOf.get(txn) ?? 0;
    const end = region.graph.start[vertex + 1] as number;
    for (let e = region.graph.start[vertex] as number; e < end; e++) {
      const to = nodeAt.get(region.graph.to[e]);
      if (to === undefined) continue;
      for (let left = region.graph.relation[e] as number; left !== 0; left &= left - 1) {
        const other = txns[to] as number;
        edges.push(edgeOf(analysis, { txn, node }, { txn: other, node: to }, left & -left));
      }
    }
  });
  return { nodes, edges };
}

interface Placed {
  readonly txn: number;
  readonly node: number;
}

function edgeOf(analysis: Analysis, a: Placed, b: Placed, relation: number): PlotEdge {
  const step = analysis.explain(a.txn, b.txn, relation);
  const name = relationName(relation);
  if (!step || !('key' in step))
    return { from: { node: a.node }, to: { node: b.node }, relation: name };
  return {
    from: { node: a.node, field: step['a-mop-index'] },
    to: { node: b.node, field: step['b-mop-index'] },
    relation: name,
  };
}

function nodeOf(op: Op): PlotNode {
  return { name: `T${op.index}`, type: op.type, fields: op.value.map(fieldText) };
}

/** `a k v` for appends, `w k v` for writes, `r k v` for reads; long lists end in their last elements. */
function fieldText([f, key, value]: Mop): string {
  const tail =
    Array.isArray(value) && value.length > MAX_ELEMENTS ? value.slice(-MAX_ELEMENTS) : undefined;
  const argument = tail ? `[..${tail.map(shown).join(' ')}]` : plain(value);
  return `${f.charAt(0)} ${plain(key)} ${argument}`;
}

const MAX_ELEMENTS = 8;

function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(' ')}]`;
  if (value === null) return 'nil';
  return typeof value === 'string' ? value : shown(value);
}
