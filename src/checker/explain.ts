/** Why a history is not linearizable, in words: the shortest prefix that fails, what cannot be placed,
 * what the object may have been, and the smallest set of operations that shows it. */
import type { Anomaly, Budget } from '../contract.ts';
import type { Key } from '../history/event.ts';
import type { Operation } from '../history/history.ts';
import type { Model } from '../model/model.ts';
import { type Decision, decide, type Search } from './decide.ts';
import { type Core, minimise } from './minimise.ts';
import { NONE } from './problem.ts';
import type { Special } from './special-result.ts';
import { Transitions } from './transitions.ts';
import { callText, oneOf, operationText } from './words.ts';

/** What explaining may take after deciding. */
const EXPLAIN_MS = 3000;

type Stuck<S> = Extract<Decision<S>, { kind: 'stuck' }>;

export function explain<S>(
  model: Model<S>,
  key: Key | undefined,
  found: Search<S>,
  stuck: Stuck<S>,
): Anomaly {
  const { search, event, scan } = withoutForesight(model, found, stuck);
  const { problem, transitions, budget } = search;
  const describe = (state: number): string => transitions.describe(state);
  const culprit = problem.operations[~(problem.events[event] ?? 0)];
  if (culprit === undefined) throw new Error(`no operation returns at event ${event}`);
  const reached = oneOf(scan.statesReached().map(describe));
  const before = oneOf(scan.statesBefore().map(describe));
  const core = minimise(problem, event, model, explainingBudget(budget));
  const shown = core?.operations ?? [culprit];
  return {
    type: 'nonlinearizable',
    promised: promiseOf(model, key),
    seen:
      `${operationText(culprit)} cannot be placed: whatever the order of those before it, ` +
      `the state at its time is ${reached}`,
    operations: shown.flatMap(eventsOf),
    detail: [
      `The shortest prefix that fails ends when ${callText(culprit)} returns (event ${culprit.completionIndex}); ` +
        `${countOf(problem.events.subarray(0, event))} operations returned before it.`,
      `Before that return the state is ${before}, depending on the order.`,
      ...openLines(search, event),
      ...coreLines(model, core),
    ],
  };
}

/** A search that knows what can never happen any more gets stuck before the operation in question
 * returns, at the return of another. Without that knowledge it gets stuck where the shortest prefix
 * that fails ends. */
function withoutForesight<S>(
  model: Model<S>,
  search: Search<S>,
  stuck: Stuck<S>,
): Stuck<S> & { readonly search: Search<S> } {
  const { isPast, ...plain } = model;
  if (!isPast) return { ...stuck, search };
  const { problem, budget } = search;
  const transitions = new Transitions(plain, problem.classes);
  const slower = { problem, transitions, budget: explainingBudget(budget) };
  const decision = decide(slower);
  return decision.kind === 'stuck' ? { ...decision, search: slower } : { ...stuck, search };
}

/** What a method that needs no search found. */
export function specialAnomaly<S>(
  model: Model<S>,
  key: Key | undefined,
  { operations, seen }: Extract<Special, { kind: 'violation' }>,
): Anomaly {
  const ordered = [...operations].sort((a, b) => a.index - b.index);
  return {
    type: 'nonlinearizable',
    promised: promiseOf(model, key),
    seen,
    operations: ordered.flatMap(eventsOf),
    detail: ['The operations that show it:', ...ordered.map(op => `  ${operationText(op)}`)],
  };
}

function promiseOf<S>(model: Model<S>, key: Key | undefined): string {
  const where = key === undefined ? '' : ` on key ${JSON.stringify(key)}`;
  return `operations${where} take effect one at a time, each between its call and its return, as on one ${model.name}`;
}

function explainingBudget(budget: Budget): Budget {
  const timeMs = budget.elapsedMs() + EXPLAIN_MS;
  return { timeMs, memoryMb: budget.memoryMb, elapsedMs: () => budget.elapsedMs() };
}

function countOf(events: Int32Array): number {
  return events.reduce((count, op) => count + Number(op < 0), 0);
}

/** The operations that are open at the return, any of which may or may not have happened. */
function openLines<S>({ problem }: Search<S>, event: number): string[] {
  const open = new Set<number>();
  for (const op of problem.events.subarray(0, event)) {
    if (op < 0) open.delete(~op);
    else if (problem.slotOf[op] !== NONE) open.add(op);
  }
  open.delete(~(problem.events[event] ?? 0));
  if (open.size === 0) return ['No other operation is open then.'];
  const texts = Array.from(open, op => problem.operations[op]).flatMap(op => (op ? [op] : []));
  return ['Open then, placed before it or not:', ...texts.map(op => `  ${operationText(op)}`)];
}

function coreLines<S>(model: Model<S>, core: Core<S> | undefined): string[] {
  if (!core) return ['No smaller set of operations that fails was found in time.'];
  const describe = (state: S): string => model.describe?.(state) ?? JSON.stringify(state);
  const premise = core.from
    ? `With ${oneOf(core.from.map(describe))} as the state when they begin, these`
    : 'These';
  return [
    `${premise} ${core.operations.length} cannot all be explained, whatever the others did:`,
    ...core.operations.map(op => `  ${operationText(op)}`),
  ];
}

function eventsOf({ index, completionIndex }: Operation): number[] {
  return completionIndex === undefined ? [index] : [index, completionIndex];
}
