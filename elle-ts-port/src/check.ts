/** The whole check: from a history to a verdict. */
import { type Found, type Part, partOf, searchPart } from './cycle/part.ts';
import type { Explain, Step } from './cycle/step.ts';
import type { Witness } from './cycle/witness.ts';
import { addGraphs, type Given } from './graph/additional.ts';
import type { Graph } from './graph/graph.ts';
import { addProcessOrder } from './graph/process.ts';
import { addBarriers } from './graph/realtime.ts';
import { type Region, regionsOf } from './graph/region.ts';
import { PROCESS, REALTIME } from './graph/relation.ts';
import { type History, invocationOf, OK, opOf } from './history/history.ts';
import type { Inference } from './inference.ts';
import { inferListAppend } from './list-append/infer.ts';
import { type CheckOptions, forbiddenBy } from './options.ts';
import { type CheckResult, type Cycle, resultOf, unsoundResult } from './result.ts';
import { inferRegister } from './rw-register/infer.ts';
import { type Unsound, unsound } from './sanity.ts';

/** A verdict, and what it rests on: what pictures and explanations are made from. */
export interface Analysis {
  readonly result: CheckResult;
  readonly history: History;
  /** The cyclic parts of the dependency graph. */
  readonly regions: readonly Region[];
  readonly witnesses: readonly Witness[];
  /** Derives the step for any edge of a region. */
  readonly explain: Explain;
}

/**
 * Decides whether the requested models can hold of the history. Pure and deterministic.
 * @throws OptionError for a model or an anomaly that does not exist.
 */
export function check(history: History, options: CheckOptions = {}): CheckResult {
  return analyse(history, options).result;
}

/** Returns the same as `check`, with what the verdict rests on. */
export function analyse(history: History, options: CheckOptions = {}): Analysis {
  const { parts, conclude } = prepare(history, options);
  return conclude(parts.map(searchPart));
}

/** A check with its cyclic parts yet to be searched. */
interface Prepared {
  readonly parts: readonly Part[];
  /** From what the parts show, in their order. */
  conclude(found: readonly Found[]): Analysis;
}

/** Everything up to the search of the cyclic parts. @throws as `check`. */
export function prepare(history: History, options: CheckOptions): Prepared {
  const prohibited = forbiddenBy(options);
  const problem = unsound(history);
  if (problem) return { parts: [], conclude: () => unsoundAnalysis(history, problem) };
  const inference =
    history.workload === 'list-append' ? inferListAppend(history) : inferRegister(history, options);
  const given = addGraphs(history, inference.edges, options);
  const graph = dependencyGraph(history, inference, prohibited);
  const regions = regionsOf(history, graph, inference.vertices);
  const explain = explainer(history, inference.explain, given);
  return {
    parts: regions.map(region => partOf(history, region, options.naming ?? 'elle')),
    conclude(found) {
      const witnesses = found.flatMap(part => part.witnesses);
      const anomalies = {
        ...inference.anomalies,
        ...byType(witnesses.map(witness => cycleOf(history, witness, explain))),
        ...byType(found.flatMap(part => part.records)),
        ...(isEmpty(history, graph) ? { 'empty-transaction-graph': true as const } : {}),
      };
      return { result: resultOf(anomalies, prohibited), history, regions, witnesses, explain };
    },
  };
}

function unsoundAnalysis(history: History, problem: Unsound): Analysis {
  return {
    result: unsoundResult(problem),
    history,
    regions: [],
    witnesses: [],
    explain: () => undefined,
  };
}

/** Data dependencies, and the order that the forbidden anomalies are about: realtime, else process, else none. */
function dependencyGraph(
  history: History,
  { edges, vertices }: Inference,
  prohibited: ReadonlySet<string>,
): Graph {
  const asks = (suffix: string): boolean => [...prohibited].some(type => type.endsWith(suffix));
  if (asks('-realtime')) return edges.graph(addBarriers(history, edges, vertices));
  if (asks('-process')) addProcessOrder(history, edges);
  return edges.graph(vertices);
}

/** An edge that leads to a hub or a barrier alone orders nothing. */
function isEmpty(history: History, graph: Graph): boolean {
  return graph.to.every(vertex => vertex >= history.completed);
}

function byType<R extends { readonly type: string }>(records: readonly R[]): Record<string, R[]> {
  const types = [...new Set(records.map(record => record.type))];
  return Object.fromEntries(types.map(type => [type, records.filter(r => r.type === type)]));
}

/** Every step of a witness is derived again from the history; one that does not hold is our error. */
function cycleOf(history: History, { type, txns, relations }: Witness, explain: Explain): Cycle {
  const step = (a: number, i: number): Step => {
    const b = txns[(i + 1) % txns.length] as number;
    const found = explain(a, b, relations[i] as number);
    if (found) return found;
    throw new Error(`no ${relations[i]} edge from transaction ${a} to ${b}: the graph is wrong`);
  };
  const cycle = [...txns, txns[0] as number].map(txn => opOf(history, txn));
  return { type, cycle, steps: txns.map(step) };
}

/** Whether a committed before b was invoked. */
function precedes(history: History, a: number, b: number): boolean {
  return history.type[a] === OK && (history.position[a] as number) < (history.invoked[b] as number);
}

/** Steps by process and realtime order, by the workload's own rules, and by what the user gave. */
function explainer(history: History, data: Explain, given: Given): Explain {
  const inferred = inferredBy(history, data);
  return (a, b, relation) => inferred(a, b, relation) ?? given(a, b, relation);
}

function inferredBy(history: History, data: Explain): Explain {
  return (a, b, relation) => {
    if (relation !== PROCESS && relation !== REALTIME) return data(a, b, relation);
    if (relation === PROCESS) {
      const process = history.process[a] as number;
      const follows = process === history.process[b] && a < b && history.type[a] === OK;
      return follows ? { type: 'process', process } : undefined;
    }
    if (!precedes(history, a, b)) return undefined;
    return { type: 'realtime', "a'": opOf(history, a), b: invocationOf(history, b) };
  };
}
