/** The smallest set of operations that still cannot be explained.
 *
 * Leaving an operation out could make a history worse (a read whose write is gone), which would show
 * nothing. So operations are not removed but excused: an excused operation may happen at any time
 * after its call, as often as it likes, or never; an excused read says nothing. What is stuck with
 * only a few operations not excused shows that those few cannot all be explained, whatever the others
 * did.
 *
 * A long history is first cut: the states possible at a later moment stand for all before it. */
import type { Budget } from '../contract.ts';
import type { Operation } from '../history/history.ts';
import type { Model } from '../model/model.ts';
import { refute } from './decide.ts';
import { type Problem, problemOf } from './problem.ts';
import { Scan } from './scan.ts';
import { Transitions } from './transitions.ts';

export interface Core<S> {
  /** Operations that cannot all be explained, in order of invocation. */
  readonly operations: readonly Operation[];
  /** What the object may have been when the first of them was invoked; the initial state when undefined. */
  readonly from?: readonly S[];
}

/** Operations before the failure to look at: more each time, until they fail by themselves. */
const WINDOWS: readonly number[] = [6, 12, 30, 120, 500];
/** Longer histories than this are not gone through from their beginning. */
const MOST_OPERATIONS = 2000;

/** The core of a history that is stuck at `event`; undefined where none was found within the budget. */
export function minimise<S>(
  problem: Problem,
  event: number,
  model: Model<S>,
  budget: Budget,
): Core<S> | undefined {
  const failing = prefixOf(problem, event);
  const firsts = WINDOWS.flatMap(length => failing[failing.length - length]?.index ?? []);
  const premises = statesBefore(problem, firsts, model, budget);
  for (const [first, states] of premises.reverse()) {
    const operations = shrink(windowOf(failing, first), states, model, budget);
    if (operations) return { operations, from: states };
  }
  if (failing.length > MOST_OPERATIONS) return undefined;
  const operations = shrink(failing, [model.init], model, budget);
  return operations && { operations };
}

/** What was invoked until the return at `event`; what returns later has not returned yet. */
function prefixOf(problem: Problem, event: number): Operation[] {
  const failing: Operation[] = [];
  for (const op of problem.events.subarray(0, event)) {
    const operation = op >= 0 ? problem.operations[op] : undefined;
    if (operation)
      failing.push((problem.returnOf[op] ?? 0) <= event ? operation : excused(operation));
  }
  return failing;
}

/** The operations from that of index `first`, and what of those before may happen later. */
function windowOf(failing: readonly Operation[], first: number): Operation[] {
  return failing
    .filter(op => op.index >= first || (op.completionIndex ?? first) >= first || op.type === 'info')
    .map(op => (op.index < first ? excused(op) : op));
}

type Premise<S> = readonly [first: number, states: readonly S[]];

/** All states that the object may have been in when each of the operations was invoked, the earliest first. */
function statesBefore<S>(
  problem: Problem,
  firsts: readonly number[],
  model: Model<S>,
  budget: Budget,
): Premise<S>[] {
  const transitions = new Transitions(model, problem.classes);
  const scan = new Scan(problem, transitions, {
    usage: 'unlimited',
    limit: Number.POSITIVE_INFINITY,
    newStates: 200,
    spent: () => (budget.elapsedMs() > budget.timeMs ? 'time' : undefined),
  });
  const premises: Premise<S>[] = [];
  for (const first of [...firsts].sort((a, b) => a - b)) {
    const end = problem.events.findIndex(op => op >= 0 && problem.operations[op]?.index === first);
    if (scan.run(end).kind !== 'linearizable') break;
    premises.push([first, scan.statesBefore().map(state => transitions.stateOf(state))]);
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

function isRefuted<S>(
  operations: readonly Operation[],
  states: readonly S[],
  model: Model<S>,
  budget: Budget,
): boolean {
  if (budget.elapsedMs() > budget.timeMs) return false;
  const problem = problemOf(operations, model);
  const transitions = new Transitions(model, problem.classes);
  const initial = states.map(state => transitions.idOf(state));
  const search = { problem, transitions, budget, initial };
  return refute(search)?.kind === 'stuck';
}

function excused(operation: Operation): Operation {
  return { ...operation, type: 'info', returnNs: Number.POSITIVE_INFINITY, output: undefined };
}
