/**
 * Pictures of dependencies without Graphviz: transactions one below the other, in the order of the
 * cycle, and an arrow for each relation from the micro-operation that shows it to the other one.
 * Arrows to the next row go straight; the others bend round the rows, further out the further they go.
 */
import type { RelationName } from '../graph/relation.ts';
import { escaped } from './markup.ts';
import type { End, Plot, PlotEdge, PlotNode } from './plot.ts';

const CHARACTER = 7.3;
const PADDING = 8;
const ROW = 84;
const BOX = 26;
const MARGIN = 30;
/** How much further out an arrow bends for each row it passes. */
const BEND = 26;

const NODE_COLOURS: Readonly<Record<PlotNode['type'], string>> = {
  ok: '#0058AD',
  info: '#AC6E00',
  fail: '#A50053',
  invoke: '#777777',
};

const EDGES: Readonly<Record<RelationName, { label: string; colour: string }>> = {
  ww: { label: 'ww', colour: '#C02700' },
  wwp: { label: 'wwp', colour: '#FF6740' },
  wr: { label: 'wr', colour: '#C000A5' },
  wrp: { label: 'wrp', colour: '#FF46E5' },
  rw: { label: 'rw', colour: '#5B00C0' },
  rwp: { label: 'rwp', colour: '#9D45FF' },
  process: { label: 'p', colour: '#00C0C0' },
  realtime: { label: 'rt', colour: '#0050C0' },
};

/** Where a node's name and fields are, from left to right; `x` has one more entry than cells. */
interface Row {
  readonly node: PlotNode;
  readonly cells: readonly string[];
  readonly x: readonly number[];
  readonly y: number;
}

/** A whole SVG document. */
export function svgOf(plot: Plot): string {
  const reach = Math.max(1, ...plot.edges.map(({ from, to }) => Math.abs(from.node - to.node)));
  const left = MARGIN + reach * BEND;
  const rows = plot.nodes.map((node, i) => rowOf(node, left, MARGIN + i * ROW));
  const right = Math.max(...rows.map(row => row.x.at(-1) ?? 0));
  const width = Math.ceil(right + reach * BEND + MARGIN);
  const height = MARGIN * 2 + (rows.length - 1) * ROW + BOX;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="monospace" font-size="12">`,
    ...markers(),
    ...rows.flatMap(boxes),
    ...plot.edges.map((edge, i) => arrow(edge, rows, { right, shift: (i % 5) * 4 - 8 })),
    '</svg>',
    '',
  ].join('\n');
}

function rowOf(node: PlotNode, left: number, y: number): Row {
  const cells = [node.name, ...node.fields];
  const x = [left];
  for (const cell of cells) x.push((x.at(-1) ?? 0) + cell.length * CHARACTER + 2 * PADDING);
  return { node, cells, x, y };
}

function markers(): string[] {
  return Object.values(EDGES).map(
    ({ label, colour }) =>
      `<marker id="${label}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="${colour}"/></marker>`,
  );
}

function boxes({ node, cells, x, y }: Row): string[] {
  const colour = NODE_COLOURS[node.type];
  return cells.map((cell, i) => {
    const from = x[i] ?? 0;
    const width = ((x[i + 1] ?? 0) - from).toFixed(1);
    const box = `<rect x="${from.toFixed(1)}" y="${y}" width="${width}" height="${BOX}" fill="#fff" stroke="${colour}"/>`;
    return `${box}<text x="${(from + PADDING).toFixed(1)}" y="${y + 17}" fill="${colour}">${escaped(cell)}</text>`;
  });
}

/** The middle of a field, or of the name where no field is meant. */
function middle(row: Row, end: End): number {
  const cell = end.field === undefined ? 0 : end.field + 1;
  return ((row.x[cell] ?? 0) + (row.x[cell + 1] ?? 0)) / 2;
}

function arrow(
  edge: PlotEdge,
  rows: readonly Row[],
  { right, shift }: { right: number; shift: number },
): string {
  const { label, colour } = EDGES[edge.relation];
  const a = rows[edge.from.node] as Row;
  const b = rows[edge.to.node] as Row;
  const distance = edge.to.node - edge.from.node;
  const x1 = middle(a, edge.from) + shift;
  const x2 = middle(b, edge.to) + shift;
  const down = distance > 0;
  const y1 = down ? a.y + BOX : a.y;
  const y2 = down ? b.y : b.y + BOX;
  // downwards along the left edge, upwards along the right one
  const side = down ? (rows[0]?.x[0] ?? 0) - distance * BEND : right - distance * BEND;
  const bent = Math.abs(distance) > 1 || !down;
  const [c1, c2] = bent ? [side, side] : [x1, x2];
  const lift = down ? ROW / 3 : -ROW / 3;
  const path = `M${n(x1)} ${n(y1)}C${n(c1)} ${n(y1 + lift)} ${n(c2)} ${n(y2 - lift)} ${n(x2)} ${n(y2)}`;
  const labelX = (x1 + 3 * c1 + 3 * c2 + x2) / 8;
  const labelY = (y1 + y2) / 2 + shift;
  const line = `<path d="${path}" fill="none" stroke="${colour}" marker-end="url(#${label})"/>`;
  return `${line}<text x="${n(labelX + 4)}" y="${n(labelY)}" fill="${colour}">${label}</text>`;
}

function n(value: number): string {
  return value.toFixed(1);
}
