/** How far the operations before a failure can be explained: for reports, as data. */
import type { Attempt, Counterexample } from '../../contract.ts';
import type { Operation } from '../../history/history.ts';
import type { Model } from '../../model/model.ts';
import {
  type Beginning,
  type Candidate,
  longestOrders,
  type PartialOrder,
  reasonOf,
} from './attempts.ts';
import { NONE, type Problem } from './problem.ts';
import type { Configuration, Scan } from './scan.ts';
import type { Transitions } from './transitions.ts';
import { json } from './words.ts';

/** Operations shown: the last ones before the failure, more where its core begins earlier. */
const USUALLY_SHOWN = 12;
const MOST_SHOWN = 40;
/** Operations of before that never returned, one of a class, the latest: an order may use them. */
const MOST_LOST = 20;
/** Configurations from which orders are sought. */
const MOST_BEGINNINGS = 200;

/** No order explains the events up to and with the return at `event`. */
export interface Failure<S> {
  readonly problem: Problem;
  readonly transitions: Transitions<S>;
  readonly event: number;
  /** Some way before that event. */
  readonly scan: Scan<S>;
}

/** Undefined where the search does not get to the operations shown within its budget. */
export function counterexample<S>(
  model: Model<S>,
  failure: Failure<S>,
  core: readonly Operation[],
): Counterexample | undefined {
  const { problem, event, scan } = failure;
  const begin = firstShown(problem, event, core);
  if (scan.run(begin).kind !== 'linearizable') return undefined;
  const before = openAt(problem, begin);
  const shown = Array.from(problem.events.subarray(begin, event)).filter(op => op >= 0);
  const beginnings = scan
    .configurations()
    .slice(0, MOST_BEGINNINGS)
    .map(configuration => beginningOf(failure, configuration, before, shown));
  const open = before.filter(op => problem.slotOf[op] !== NONE);
  const inOrder = [...open, ...shown].flatMap(op => problem.operations[op] ?? []);
  return tried(model, beginnings, inOrder, core);
}

/** Returns the same for a few operations that fail alone; undefined if there are too many to try. */
export function counterexampleOf<S>(
  model: Model<S>,
  operations: readonly Operation[],
): Counterexample | undefined {
  if (operations.length > MOST_SHOWN) return undefined;
  const candidates = operations.map(operation => ({
    operation,
    optional: operation.type !== 'ok',
  }));
  return tried(model, [{ state: model.init, candidates }], operations, operations);
}

function tried<S>(
  model: Model<S>,
  beginnings: readonly Beginning<S>[],
  shown: readonly Operation[],
  core: readonly Operation[],
): Counterexample {
  const orders = longestOrders(model, beginnings);
  const used = orders.flatMap(({ steps }) => steps.map(({ operation }) => operation.index));
  const operations = new Set([...shown.map(({ index }) => index), ...used]);
  return {
    operations: [...operations].sort((a, b) => a - b),
    core: core.map(({ index }) => index),
    attempts: orders.map(order => attemptOf(model, order)),
  };
}

function attemptOf<S>(model: Model<S>, { from, steps, last, blocked }: PartialOrder<S>): Attempt {
  const describe = (state: S): string => model.describeState?.(state) ?? json(state);
  return {
    from: describe(from),
    steps: steps.map(({ operation, state }) => ({
      operation: operation.index,
      state: describe(state),
    })),
    blocked: blocked.map(operation => ({
      operation: operation.index,
      why: reasonOf(model, last, operation),
    })),
  };
}

/** The place in the events from which operations are shown. */
function firstShown(problem: Problem, event: number, core: readonly Operation[]): number {
  const calls: number[] = [];
  for (let at = event - 1; at >= 0 && calls.length < MOST_SHOWN; at--)
    if ((problem.events[at] ?? NONE) >= 0) calls.push(at);
  const firstOfCore = core[0]?.index ?? Number.POSITIVE_INFINITY;
  const indexAt = (at: number): number => problem.operations[problem.events[at] ?? 0]?.index ?? 0;
  const reaching = calls.findIndex(at => indexAt(at) <= firstOfCore);
  return calls[Math.max(reaching, USUALLY_SHOWN - 1)] ?? calls.at(-1) ?? 0;
}

/** The operations that are open before an event, and some of those that never returned. */
function openAt({ events, slotOf, classOf }: Problem, event: number): number[] {
  const open = new Set<number>();
  const lost = new Map<number, number>();
  for (const op of events.subarray(0, event)) {
    if (op < 0) open.delete(~op);
    else if (slotOf[op] !== NONE) open.add(op);
    else lost.set(classOf[op] ?? NONE, op);
  }
  const latest = [...lost.values()].sort((a, b) => b - a).slice(0, MOST_LOST);
  return [...open, ...latest].sort((a, b) => a - b);
}

function beginningOf<S>(
  { problem, transitions, event }: Failure<S>,
  configuration: Configuration,
  before: readonly number[],
  shown: readonly number[],
): Beginning<S> {
  const candidate = (op: number, optional = false): Candidate[] => {
    const operation = problem.operations[op];
    const isPending = (problem.returnOf[op] ?? 0) > event;
    return operation ? [{ operation, optional: optional || isPending }] : [];
  };
  const left = before.filter(op => {
    const slot = problem.slotOf[op] ?? NONE;
    return slot === NONE || !configuration.isPlaced(slot);
  });
  return {
    state: transitions.stateOf(configuration.state),
    candidates: [
      ...left.flatMap(op => candidate(op, configuration.isOptional(problem.slotOf[op] ?? NONE))),
      ...shown.flatMap(op => candidate(op)),
    ],
  };
}
