/** Why a history is not linearizable, in words: the shortest prefix that fails, what cannot be placed,
 * what the object may have been, and the smallest set of operations that shows it. */
import type { KnownAnomaly } from '../../anomalies.ts';
import type { Budget, Counterexample } from '../../contract.ts';
import type { Key } from '../../history/event.ts';
import type { Operation } from '../../history/history.ts';
import type { Model } from '../../model/model.ts';
import { blamed } from './blame.ts';
import { sentenceAbout } from './contradiction.ts';
import { counterexample, counterexampleOf, type Failure } from './counterexample.ts';
import { type Decision, decide, type Search, searchOf, spentOf } from './decide.ts';
import { type Core, minimise } from './minimise.ts';
import { NONE, type Problem } from './problem.ts';
import { Scan } from './scan.ts';
import type { Violation } from './special-result.ts';
import { callText, json, oneOf, operationText } from './words.ts';

/** What explaining may take after deciding. */
const EXPLAIN_MS = 3000;
/** Operations of which a search is tried although it is decided already. */
const MOST_SEARCHED = 2000;

type Stuck<S> = Extract<Decision<S>, { kind: 'stuck' }>;

export function explain<S>(
  model: Model<S>,
  key: Key | undefined,
  search: Search<S>,
  stuck: Stuck<S>,
  budget: Budget = explainingBudget(search.budget),
): KnownAnomaly {
  const found = withoutForesight(model, search, stuck, budget);
  const { event, scan } = found;
  const { problem, transitions } = search;
  const culprit = returningAt(problem, event);
  const before = oneOf(scan.statesBefore().map(state => transitions.describe(state)));
  const again = (): Failure<S> => ({
    problem,
    transitions,
    event,
    scan: rewound(search, found, budget),
  });
  const core = minimise(model, again(), budget);
  const blame = blamed(model, { problem, event, culprit, core }, budget);
  const shown = core === undefined ? [blame] : withOne(core.operations, blame);
  const tried = counterexample(model, again(), core?.operations ?? []);
  return {
    ...said({ model, key, search, stuck: found, blame }),
    operations: shown.flatMap(eventsOf),
    detail: [
      `The shortest prefix that fails ends when ${callText(culprit)} returns (event ${culprit.completionIndex}); ` +
        `${returnsBefore(problem, event)} operations returned before it.`,
      `Before that return the state is ${before}, depending on the order.`,
      ...openLines(search, event),
      ...coreLines(model, core),
      ...attemptLines(tried, problem.operations),
    ],
    ...(tried && { counterexample: tried }),
  };
}

/** The same in one sentence, at no cost. */
export function explainBriefly<S>(
  model: Model<S>,
  key: Key | undefined,
  search: Search<S>,
  stuck: Stuck<S>,
): KnownAnomaly {
  const found = withoutForesight(model, search, stuck, explainingBudget(search.budget));
  const { problem } = search;
  const { event } = found;
  const scene = { problem, event, culprit: returningAt(problem, event), core: undefined };
  const blame = blamed(model, scene, search.budget);
  return { ...said({ model, key, search, stuck: found, blame }), operations: eventsOf(blame) };
}

function returningAt({ operations, events }: Problem, event: number): Operation {
  const operation = operations[~(events[event] ?? 0)];
  if (operation === undefined) throw new Error(`no operation returns at event ${event}`);
  return operation;
}

function withOne(operations: readonly Operation[], one: Operation): readonly Operation[] {
  if (operations.some(({ index }) => index === one.index)) return operations;
  return [...operations, one].sort((a, b) => a.index - b.index);
}

interface Blamed<S> {
  readonly model: Model<S>;
  readonly key: Key | undefined;
  readonly search: Search<S>;
  readonly stuck: Stuck<S>;
  readonly blame: Operation;
}

function said<S>({
  model,
  key,
  search,
  stuck,
  blame,
}: Blamed<S>): Pick<KnownAnomaly, 'type' | 'title' | 'promised' | 'seen'> {
  const { problem, transitions } = search;
  const isLast = returningAt(problem, stuck.event).index === blame.index;
  const states = isLast ? stuck.scan.statesReached() : undefined;
  const reached = states?.map(state => transitions.describe(state));
  return {
    type: 'nonlinearizable',
    promised: promiseOf(model, key),
    ...sentenceAbout(blame, problem.operations, model, reached),
  };
}

/** A search that knows what can never happen any more gets stuck before the operation in question
 * returns, at the return of another. Without that knowledge it gets stuck where the shortest prefix
 * that fails ends. */
function withoutForesight<S>(
  model: Model<S>,
  { problem, transitions, initial }: Search<S>,
  stuck: Stuck<S>,
  budget: Budget,
): Stuck<S> {
  if (!model.isPast) return stuck;
  const options = { ...stuck.options, foresight: false, spent: spentOf(budget) };
  const earlier = stuck.scan.earlier();
  const from = earlier && isFresh(problem, earlier.event, stuck.event) ? earlier : initial;
  const scan = new Scan(problem, transitions, options, from);
  const result = scan.run();
  return result.kind === 'stuck' ? { kind: 'stuck', event: result.event, scan, options } : stuck;
}

/** Tests whether everything open before the later event was invoked after the earlier one: then foresight has
 * left out nothing at the earlier event that could continue to the later. */
function isFresh(problem: Problem, earlier: number, later: number): boolean {
  return problem.events
    .subarray(0, earlier)
    .every(op => op < 0 || problem.slotOf[op] === NONE || (problem.returnOf[op] ?? 0) < later);
}

/** The search, some way before it got stuck. */
function rewound<S>(
  { problem, transitions, initial }: Search<S>,
  { scan, options }: Stuck<S>,
  budget: Budget,
): Scan<S> {
  const again = { ...options, spent: spentOf(budget) };
  return new Scan(problem, transitions, again, scan.earlier() ?? initial);
}

/** What a method that needs no search found; of a history that is not too long a search says more. */
export function specialAnomaly<S>(
  model: Model<S>,
  key: Key | undefined,
  violation: Violation,
  { searched, budget }: { readonly searched: readonly Operation[]; readonly budget: Budget },
): KnownAnomaly {
  const plain = plainAnomaly(model, key, violation);
  const shown = { seen: violation.seen, operations: plain.operations };
  const isSearched = searched.length > 0 && searched.length <= MOST_SEARCHED;
  const explained = isSearched && searchedAnomaly(model, key, searchOf(searched, model, budget));
  if (explained && model.object === 'register')
    return { ...explained, operations: shown.operations };
  if (explained) {
    const { title: _, ...rest } = explained;
    return { ...rest, ...shown };
  }
  return plain;
}

/** What values show before a search; of a history that is not too long, `search` says all. */
export function refutedAnomaly<S>(
  model: Model<S>,
  key: Key | undefined,
  violation: Violation,
  search: Search<S> | undefined,
): KnownAnomaly {
  const isSearched = search !== undefined && search.problem.operations.length <= MOST_SEARCHED;
  const explained = isSearched ? searchedAnomaly(model, key, search) : undefined;
  return explained ?? plainAnomaly(model, key, violation);
}

function plainAnomaly<S>(
  model: Model<S>,
  key: Key | undefined,
  { operations, seen }: Violation,
): KnownAnomaly {
  const ordered = [...operations].sort((a, b) => a.index - b.index);
  const tried = counterexampleOf(model, ordered);
  return {
    type: 'nonlinearizable',
    promised: promiseOf(model, key),
    seen,
    operations: ordered.flatMap(eventsOf),
    detail: ['The operations that show it:', ...ordered.map(op => `  ${operationText(op)}`)],
    ...(tried && { counterexample: tried }),
  };
}

/** Undefined where a search would take too long. */
function searchedAnomaly<S>(
  model: Model<S>,
  key: Key | undefined,
  search: Search<S>,
): KnownAnomaly | undefined {
  const budget = explainingBudget(search.budget);
  const decision = decide({ ...search, budget });
  return decision.kind === 'stuck' ? explain(model, key, search, decision, budget) : undefined;
}

function promiseOf<S>(model: Model<S>, key: Key | undefined): string {
  const where = key === undefined ? '' : ` on key ${json(key)}`;
  return `operations${where} take effect one at a time, each between its call and its return, as on one ${model.name}`;
}

function explainingBudget(budget: Budget): Budget {
  const timeMs = budget.elapsedMs() + EXPLAIN_MS;
  return { timeMs, memoryMb: budget.memoryMb, elapsedMs: () => budget.elapsedMs() };
}

function returnsBefore({ events, operations }: Problem, event: number): number {
  return events
    .subarray(0, event)
    .reduce((count, op) => count + Number(operations[~op]?.type === 'ok'), 0);
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
  if (!core) return ['No smaller set of operations that fails alone was found.'];
  const describe = (state: S): string => model.describeState?.(state) ?? json(state);
  const which =
    core.operations.length === 1
      ? 'this operation cannot be explained'
      : `these ${core.operations.length} cannot all be explained`;
  const premise = core.from
    ? `With ${oneOf(core.from.map(describe))} as the state at first, `
    : 'From the beginning, ';
  return [
    `${premise}${which}, regardless of the other operations:`,
    ...core.operations.map(op => `  ${operationText(op)}`),
  ];
}

/** The longest order found, step by step. */
function attemptLines(
  tried: Counterexample | undefined,
  operations: readonly Operation[],
): string[] {
  const [first] = tried?.attempts ?? [];
  if (!first) return [];
  const texts = new Map(operations.map(op => [op.index, callText(op)]));
  const nameOf = (index: number): string => `${texts.get(index)} (op ${index})`;
  return [
    `One of the longest orders of the last operations, from ${first.from}:`,
    ...first.steps.map(({ operation, state }) => `  ${nameOf(operation)}: then ${state}`),
    ...first.blocked.map(({ operation, why }) => `  ${nameOf(operation)} has to come next: ${why}`),
  ];
}

function eventsOf({ index, completionIndex }: Operation): number[] {
  return completionIndex === undefined ? [index] : [index, completionIndex];
}
