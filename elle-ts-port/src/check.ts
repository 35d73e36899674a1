/** The whole check: from a history to a verdict. */
import { type Existence, existences } from './cycle/existence.ts';
import type { Explain, Step } from './cycle/step.ts';
import { type Witness, witnesses } from './cycle/witness.ts';
import type { Graph } from './graph/graph.ts';
import { addProcessOrder } from './graph/process.ts';
import { addBarriers } from './graph/realtime.ts';
import { regionsOf } from './graph/region.ts';
import { PROCESS, REALTIME } from './graph/relation.ts';
import { type History, invocationOf, OK, opOf } from './history/history.ts';
import type { Inference } from './inference.ts';
import { inferListAppend } from './list-append/infer.ts';
import { type CheckOptions, forbiddenBy } from './options.ts';
import { type Anomalies, type CheckResult, type Cycle, resultOf, unsoundResult } from './result.ts';
import { inferRegister } from './rw-register/infer.ts';
import { unsound } from './sanity.ts';

/**
 * Decides whether the models asked for can hold of the history. Pure and deterministic.
 * @throws OptionError for a model or an anomaly that does not exist.
 */
export function check(history: History, options: CheckOptions = {}): CheckResult {
  const prohibited = forbiddenBy(options);
  const problem = unsound(history);
  if (problem) return unsoundResult(problem);
  const inference =
    history.workload === 'list-append' ? inferListAppend(history) : inferRegister(history, options);
  const graph = dependencyGraph(history, inference, prohibited);
  const cycles = cyclesOf(history, graph, inference.explain, options);
  return resultOf({ ...inference.anomalies, ...cycles }, prohibited);
}

/** Data dependencies, and the order that the forbidden anomalies are about: realtime, else process, else none. */
function dependencyGraph(
  history: History,
  { edges }: Inference,
  prohibited: ReadonlySet<string>,
): Graph {
  const asks = (suffix: string): boolean => [...prohibited].some(type => type.endsWith(suffix));
  if (asks('-realtime')) return edges.graph(addBarriers(history, edges));
  if (asks('-process')) addProcessOrder(history, edges);
  return edges.graph(history.completed);
}

/** What the cyclic parts of the graph show. */
function cyclesOf(
  history: History,
  graph: Graph,
  explain: Explain,
  options: CheckOptions,
): Anomalies {
  const how = { workload: history.workload, naming: options.naming ?? 'elle' };
  const found = new Map<string, (Cycle | Existence)[]>();
  for (const region of regionsOf(history, graph)) {
    const { records, impossible } = existences(region, txn => history.index[txn] as number);
    const cycles = witnesses(region, impossible, how).map(w => cycleOf(history, w, explain));
    for (const record of [...cycles, ...records]) {
      found.set(record.type, [...(found.get(record.type) ?? []), record]);
    }
  }
  // an edge that leads to a barrier orders nothing by itself
  const isEmpty = graph.to.every(vertex => vertex >= history.completed);
  return { ...Object.fromEntries(found), ...(isEmpty ? { 'empty-transaction-graph': true } : {}) };
}

function cycleOf(history: History, { type, txns, relations }: Witness, explain: Explain): Cycle {
  const next = (i: number): number => txns[(i + 1) % txns.length] as number;
  return {
    type,
    cycle: [...txns, txns[0] as number].map(txn => opOf(history, txn)),
    steps: txns.map((a, i) => stepOf(history, a, next(i), relations[i] as number, explain)),
  };
}

/** Every step of a witness is derived again from the history; one that does not hold is our error. */
function stepOf(history: History, a: number, b: number, relation: number, explain: Explain): Step {
  const step = orderStep(history, a, b, relation) ?? explain(a, b, relation);
  if (step) return step;
  throw new Error(`no relation ${relation} from transaction ${a} to ${b}: the graph is wrong`);
}

function orderStep(history: History, a: number, b: number, relation: number): Step | undefined {
  const isCommitted = history.type[a] === OK;
  if (relation === PROCESS && isCommitted && history.process[a] === history.process[b]) {
    return { type: 'process', process: history.process[a] as number };
  }
  const precedes = (history.position[a] as number) < (history.invoked[b] as number);
  if (relation === REALTIME && isCommitted && precedes) {
    return { type: 'realtime', "a'": opOf(history, a), b: invocationOf(history, b) };
  }
  return undefined;
}
