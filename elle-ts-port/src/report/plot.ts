/** What a picture of dependencies shows: transactions as rows of micro-operations, edges between these. */
import type { Analysis } from '../check.ts';
import type { Region } from '../graph/region.ts';
import { RELATIONS, type RelationName, relationNames } from '../graph/relation.ts';
import type { Mop, Op } from '../history/event.ts';
import { opOf } from '../history/history.ts';
import { shown } from '../history/shown.ts';

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

/**
 * Some transactions of a region, in the order given, with every edge among them. `walked` are the
 * relations of a cycle through them, which may hold though the region's graph does not list them.
 */
export function plotOf(
  analysis: Analysis,
  region: Region,
  txns: readonly number[],
  walked: readonly number[] = [],
): Plot {
  const edges = txns.flatMap((txn, node) => {
    const next = (node + 1) % txns.length;
    return txns.flatMap((other, to) => {
      const known = relationsBetween(region, txn, other);
      const relations = known | (to === next ? (walked[node] ?? 0) : 0);
      return relationNames(relations).map(name => {
        return edgeOf(analysis, { txn, node }, { txn: other, node: to }, name);
      });
    });
  });
  return { nodes: txns.map(txn => nodeOf(opOf(analysis.history, txn))), edges };
}

/** The set of relations from one transaction of a region to another. */
function relationsBetween({ txns, graph }: Region, a: number, b: number): number {
  const from = txns.indexOf(a);
  const start = graph.start[from] as number;
  const place = graph.to.subarray(start, graph.start[from + 1]).indexOf(txns.indexOf(b));
  return place < 0 ? 0 : (graph.relation[start + place] as number);
}

interface Placed {
  readonly txn: number;
  readonly node: number;
}

function edgeOf(analysis: Analysis, a: Placed, b: Placed, relation: RelationName): PlotEdge {
  const step = analysis.explain(a.txn, b.txn, 1 << RELATIONS.indexOf(relation));
  if (!step || !('key' in step)) return { from: { node: a.node }, to: { node: b.node }, relation };
  return {
    from: { node: a.node, field: step['a-mop-index'] },
    to: { node: b.node, field: step['b-mop-index'] },
    relation,
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
