/**
 * Looks for a cycle of one type in a region, exactly: breadth-first over (vertex, state of the
 * type's automaton), from each edge the cycle may begin with. Deterministic; no time limit.
 *
 * A shortest closed walk may pass a vertex twice. It is then split there, and the halves are asked
 * again; when neither has the type, the next first edge is tried. (Both halves are cycles of their
 * own, so something has been found in any case, be it of another type.)
 */
import { components, ranks } from '../graph/components.ts';
import type { Graph } from '../graph/graph.ts';
import { RELATIONS } from '../graph/relation.ts';
import { spacedGraph } from '../graph/spaced.ts';
import type { Specification } from './specification.ts';
import type { Walk } from './walk.ts';

/** After a first cycle, how many more first edges are tried for a shorter one. */
const EXTRA_STARTS = 64;

/** The relations to walk by: one byte for each edge of the graph. */
export type Labels = Uint8Array;

/** A shortest cycle of the type among those tried, or undefined when there is none. */
export function findCycle(
  graph: Graph,
  labels: Labels,
  specification: Specification,
): Walk | undefined {
  const labelled = { ...graph, relation: labels };
  const mayStart = possibleStarts(labelled, specification);
  const rank = specification.rw === 'one' ? ranks(labelled, specification.free) : undefined;
  const search = new ProductSearch(labelled, specification, rank);
  let best: Walk | undefined;
  let extra = EXTRA_STARTS;
  for (let v = 0; v < graph.vertices && extra > 0; v++) {
    const end = graph.start[v + 1] as number;
    for (let e = graph.start[v] as number; e < end && extra > 0; e++) {
      if (!mayStart(v, graph.to[e] as number)) continue;
      const found = search.from(v, e, best?.vertices.length ?? graph.vertices * 2);
      if (found) best = found;
      if (best) extra--;
    }
  }
  return best;
}

/**
 * Tells the edges that lie on a closed walk of about the type: linear to find out, and it spares a
 * search from each of the others. Where rw edges must be apart, so must they be on that walk.
 */
function possibleStarts(
  graph: Graph,
  { free, counted, rw }: Specification,
): (from: number, to: number) => boolean {
  const isSpaced = rw === 'one' || rw === 'apart';
  const part = isSpaced
    ? partsOf(spacedGraph(graph, { base: free, spaced: counted }), ANY)
    : partsOf(graph, free | counted);
  // the first edge is an rw edge, which leads to the second copy of a vertex
  const shift = isSpaced ? graph.vertices : 0;
  return (from, to) => part[from] !== 0 && part[from] === part[to + shift];
}

const ANY = 0xff;

/** For each vertex the number of its cyclic part, from 1; 0 where no cycle passes. */
function partsOf(graph: Graph, mask: number): Int32Array {
  const part = new Int32Array(graph.vertices);
  components(graph, mask).forEach((component, i) => {
    for (const vertex of component) part[vertex] = i + 1;
  });
  return part;
}

/**
 * Breadth-first searches over nodes vertex * states + state. `stamp` says which search a node was
 * last reached in, `parent` the node before it, `walked` the relation's bit number. With a `rank`,
 * which no step but the first lowers, nothing above the start's is visited.
 */
class ProductSearch {
  private readonly graph: Graph;
  private readonly spec: Specification;
  private readonly rank: Int32Array | undefined;
  private readonly stamp: Int32Array;
  private readonly parent: Int32Array;
  private readonly walked: Uint8Array;
  private readonly queue: Int32Array;
  private queued = 0;
  private round = 0;
  private limit = 0;

  constructor(graph: Graph, spec: Specification, rank: Int32Array | undefined) {
    const nodes = graph.vertices * spec.states;
    this.graph = graph;
    this.spec = spec;
    this.rank = rank;
    this.stamp = new Int32Array(nodes);
    this.parent = new Int32Array(nodes);
    this.walked = new Uint8Array(nodes);
    this.queue = new Int32Array(nodes);
  }

  /** A cycle of fewer than `limit` vertices that begins with the edge, simple and of the type. */
  from(start: number, edge: number, limit: number): Walk | undefined {
    this.round++;
    this.queued = 0;
    this.limit = this.rank?.[start] ?? 0;
    this.step(-1, 0, edge);
    let levelEnd = this.queued;
    for (let head = 0, length = 1; head < this.queued; head++) {
      if (head === levelEnd) {
        length++;
        levelEnd = this.queued;
      }
      const node = this.queue[head] as number;
      if (length >= limit) return undefined;
      if (this.isEnd(node, start)) return this.simple(this.walkTo(node, start));
      this.expand(node);
    }
    return undefined;
  }

  private isEnd(node: number, start: number): boolean {
    const { states, accepting } = this.spec;
    return Math.floor(node / states) === start && accepting[node % states] === true;
  }

  private expand(node: number): void {
    const vertex = Math.floor(node / this.spec.states);
    const state = node % this.spec.states;
    const end = this.graph.start[vertex + 1] as number;
    for (let e = this.graph.start[vertex] as number; e < end; e++) {
      this.step(node, state, e);
    }
  }

  /** Takes an edge by each of its relations that the automaton allows. */
  private step(node: number, state: number, edge: number): void {
    const { states, next } = this.spec;
    const target = this.graph.to[edge] as number;
    if (this.rank && (this.rank[target] as number) > this.limit) return;
    for (let left = this.graph.relation[edge] as number; left !== 0; left &= left - 1) {
      const bit = 31 - Math.clz32(left & -left);
      const state2 = next[state * RELATIONS.length + bit] as number;
      if (state2 < 0) continue;
      const reached = target * states + state2;
      if (this.stamp[reached] === this.round) continue;
      this.stamp[reached] = this.round;
      this.parent[reached] = node;
      this.walked[reached] = bit;
      this.queue[this.queued++] = reached;
    }
  }

  private walkTo(end: number, start: number): Walk {
    const vertices: number[] = [];
    const relations: number[] = [];
    for (let node = end; node >= 0; node = this.parent[node] as number) {
      relations.push(1 << (this.walked[node] as number));
      const before = this.parent[node] as number;
      vertices.push(before < 0 ? start : Math.floor(before / this.spec.states));
    }
    return { vertices: vertices.reverse(), relations: relations.reverse() };
  }

  /** The walk, or the first simple part of it that has the type. */
  private simple(walk: Walk): Walk | undefined {
    const [inner, outer] = halves(walk);
    if (inner && outer) return this.simple(inner) ?? this.simple(outer);
    return typeRotation(walk, this.spec);
  }
}

/** Splits a closed walk at the first vertex that it passes twice; nothing when there is none. */
function halves(walk: Walk): [inner?: Walk, outer?: Walk] {
  const { vertices, relations } = walk;
  const second = vertices.findIndex((v, i) => vertices.indexOf(v) < i);
  if (second < 0) return [];
  const first = vertices.indexOf(vertices[second] as number);
  const inner = {
    vertices: vertices.slice(first, second),
    relations: relations.slice(first, second),
  };
  const outer = {
    vertices: [...vertices.slice(0, first), ...vertices.slice(second)],
    relations: [...relations.slice(0, first), ...relations.slice(second)],
  };
  return [inner, outer];
}

/** The cycle turned so that the automaton accepts it, or undefined when no turn is accepted. */
function typeRotation(walk: Walk, spec: Specification): Walk | undefined {
  for (let turn = 0; turn < walk.vertices.length; turn++) {
    const turned = {
      vertices: [...walk.vertices.slice(turn), ...walk.vertices.slice(0, turn)],
      relations: [...walk.relations.slice(turn), ...walk.relations.slice(0, turn)],
    };
    if (accepts(spec, turned.relations)) return turned;
  }
  return undefined;
}

function accepts(spec: Specification, relations: readonly number[]): boolean {
  let state = 0;
  for (const relation of relations) {
    state = spec.next[state * RELATIONS.length + (31 - Math.clz32(relation))] as number;
    if (state < 0) return false;
  }
  return spec.accepting[state] === true;
}
