/** Orders that a user knows of beside those of data, process and time, unioned into the dependencies. */
import type { GivenStep } from '../cycle/step.ts';
import type { History } from '../history/history.ts';
import { type CheckOptions, type KnownOrder, OptionError } from '../options.ts';
import type { Edges } from './graph.ts';
import { RELATIONS } from './relation.ts';

/** The step that was given for an edge; undefined for edges that were inferred. */
export type Given = (a: number, b: number, relation: number) => GivenStep | undefined;

/** Adds the edges of the user's graphs.
 * @throws OptionError where an end is not the index of a completion. */
export function addGraphs(history: History, edges: Edges, options: CheckOptions): Given {
  const orders = (options.additionalGraphs ?? []).flatMap(graph => [...graph(history)]);
  if (orders.length === 0) return () => undefined;
  const txnOf = transactionsByIndex(history);
  const steps = new Map<string, GivenStep>();
  for (const { from, to, relation, because } of orders) {
    const bit = 1 << RELATIONS.indexOf(relation);
    edges.add(txnOf(from), txnOf(to), bit);
    steps.set(nameOf(txnOf(from), txnOf(to), bit), { type: relation, because });
  }
  return (a, b, relation) => steps.get(nameOf(a, b, relation));
}

function transactionsByIndex(history: History): (index: KnownOrder['from']) => number {
  const completed = history.index.subarray(0, history.completed);
  const txns = new Map(Array.from(completed, (index, txn) => [index, txn]));
  return index => {
    const txn = txns.get(index);
    if (txn !== undefined) return txn;
    throw new OptionError(
      `additionalGraphs: expected indices of completions, found ${index}, which is none`,
    );
  };
}

const nameOf = (a: number, b: number, relation: number): string => `${a} ${b} ${relation}`;
