/** The order of versions, from all sources that do not contradict each other. */
import type { CyclicVersions } from '../anomaly.ts';
import { components } from '../graph/components.ts';
import { Edges, type Graph, merged } from '../graph/graph.ts';
import { elementValue, type History, keyOf, NIL } from '../history/history.ts';
import { versionCount } from './externals.ts';
import { LATER, type Source } from './sources.ts';

interface VersionGraph {
  /** An edge leads from a version to a later one of the same key. */
  readonly graph: Graph;
  readonly cyclic: readonly CyclicVersions[];
}

/** Merges the sources one by one. One that makes any key cyclic is reported, and left out for all keys. */
export function versionGraph(history: History, sources: Iterable<Source>): VersionGraph {
  const cyclic: CyclicVersions[] = [];
  const accepted: Source[] = [];
  let graph = new Edges().graph(versionCount(history));
  for (const source of sources) {
    const trial = united(history, [...accepted, source]);
    const cycles = components(trial, LATER);
    if (cycles.length === 0) {
      accepted.push(source);
      graph = trial;
      continue;
    }
    const names = [...accepted, source].map(({ name }) => name);
    cyclic.push(...cycles.map(scc => cyclicVersions(history, scc, names)));
  }
  return { graph, cyclic };
}

function united(history: History, sources: readonly Source[]): Graph {
  const all = new Edges();
  for (const { edges } of sources) {
    for (let e = 0; e < edges.size; e++) all.add(edges.from.at(e), edges.to.at(e), LATER);
  }
  return merged(all.graph(versionCount(history)));
}

function cyclicVersions(
  history: History,
  scc: Int32Array,
  sources: readonly string[],
): CyclicVersions {
  const initial = history.elements.size;
  const first = scc[0] as number;
  const key = first < initial ? history.elements.keyOf(first) : first - initial;
  const values = Array.from(scc, v => elementValue(history, v < initial ? v : NIL));
  return { key: keyOf(history, key), scc: values, sources };
}
