/** The smallest set of operations that still cannot be explained.
 *
 * Leaving an operation out could make a history worse (a read whose write is gone), which would show
 * nothing. So operations are not removed but excused: an excused operation may happen at any time
 * after its call, as often as it likes, or never; an excused read says nothing. What is stuck with
 * only a few operations not excused shows that those few cannot all be explained, regardless of the others
 * did.
 *
 * A long history is first cut: the states possible at a later moment stand for all before it. */
import type { Budget } from '../../contract.ts';
import type { Operation } from '../../history/history.ts';
import { canonical } from '../../model/canonical.ts';
import type { Model } from '../../model/model.ts';
import type { Failure } from './counterexample.ts';
import { refute } from './decide.ts';
import { endOf } from './interval.ts';
import { constraining, type Problem, problemOf } from './problem.ts';
import { Transitions } from './transitions.ts';

export interface Core<S> {
  /** Operations that cannot all be explained, in order of invocation. */
  readonly operations: readonly Operation[];
  /** What the object may have been when the first of them was invoked; the initial state when undefined. */
  readonly from?: readonly S[];
  /** Where the operations that it was found among begin: with that of this index, or with the history. */
  readonly first?: number;
}

/** Numbers of operations before the failure: more each time, until they fail alone. */
const WINDOWS: readonly number[] = [6, 12, 30, 120, 500];
/** Longer histories than this are not gone through from their beginning. */
const MOST_OPERATIONS = 2000;

/** The core of a history that fails; undefined where none was found within the budget. */
export function minimise<S>(
  model: Model<S>,
  failure: Failure<S>,
  budget: Budget,
): Core<S> | undefined {
  const failing = prefixOf(failure.problem, failure.event);
  const firsts = WINDOWS.flatMap(length => failing[failing.length - length]?.index ?? []);
  const premises = statesBefore(failure, firsts);
  for (const [first, states] of premises.reverse()) {
    const operations = shrink(windowOf(failing, first, model), states, model, budget);
    if (operations) return { operations, from: states, first };
  }
  if (failing.length > MOST_OPERATIONS) return undefined;
  const operations = shrink(failing, [model.init], model, budget);
  return operations && { operations };
}

/** What was invoked until the event; what returns later has not returned yet. */
export function prefixOf(problem: Problem, event: number): Operation[] {
  const failing: Operation[] = [];
  for (const op of problem.events.subarray(0, event)) {
    const operation = op >= 0 ? problem.operations[op] : undefined;
    if (operation)
      failing.push((problem.returnOf[op] ?? 0) <= event ? operation : excused(operation));
  }
  return failing;
}

/** The operations from that of index `first`, and what of those before may happen later: of those alike
 * that never returned one is enough, since it may happen as often as it likes. */
export function windowOf<S>(
  failing: readonly Operation[],
  first: number,
  { knowsProcess }: Model<S>,
): Operation[] {
  const late = failing.filter(op => op.index < first && endOf(op) >= first).map(excused);
  const kindOf = (op: Operation): string =>
    `${op.f} ${canonical(op.input)} ${knowsProcess ? op.process : ''}`;
  const lost = new Map(late.map(op => [kindOf(op), op]));
  return [...lost.values(), ...failing.filter(op => op.index >= first)];
}

type Premise<S> = readonly [first: number, states: readonly S[]];

/** All states that the object may have been in when each of the operations was invoked, the earliest first. */
function statesBefore<S>(
  { problem, transitions, scan, event }: Failure<S>,
  firsts: readonly number[],
): Premise<S>[] {
  const premises: Premise<S>[] = [];
  const wanted = new Set(firsts);
  for (const [at, op] of problem.events.subarray(0, event).entries()) {
    const index = op < 0 ? undefined : problem.operations[op]?.index;
    if (index === undefined || !wanted.has(index)) continue;
    if (scan.run(at).kind !== 'linearizable') break;
    premises.push([index, scan.statesBefore().map(state => transitions.stateOf(state))]);
  }
  return premises;
}

/** Excuses ever smaller groups of operations while what is left still fails. */
function shrink<S>(
  failing: readonly Operation[],
  states: readonly S[],
  model: Model<S>,
  budget: Budget,
): Operation[] | undefined {
  const fails = (operations: readonly Operation[]): boolean =>
    isRefuted(operations, states, model, budget);
  let kept = [...failing];
  if (!fails(kept)) return undefined;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < kept.length; start += size) {
      const tried = kept.map((op, at) => (at >= start && at < start + size ? excused(op) : op));
      if (fails(tried)) kept = tried;
    }
  }
  return kept.filter(({ type }) => type === 'ok');
}

export function isRefuted<S>(
  operations: readonly Operation[],
  states: readonly S[],
  model: Model<S>,
  budget: Budget,
): boolean {
  if (budget.elapsedMs() > budget.timeMs) return false;
  const problem = problemOf(constraining(operations, model), model);
  const transitions = new Transitions(model, problem.classes);
  const initial = states.map(state => transitions.idOf(state));
  const search = { problem, transitions, budget, initial };
  return refute(search)?.kind === 'stuck';
}

function excused(operation: Operation): Operation {
  return { ...operation, type: 'info', returnNs: Number.POSITIVE_INFINITY, output: undefined };
}
