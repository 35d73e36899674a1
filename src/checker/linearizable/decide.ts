/** Decides one object's history with the cheapest search that can. */
import type { Budget } from '../../contract.ts';
import type { Operation } from '../../history/history.ts';
import type { Model } from '../../model/model.ts';
import { DepthFirst } from './depth-first.ts';
import { type Settled, settleLost } from './lost-writes.ts';
import { NONE, type Problem, problemOf } from './problem.ts';
import { Scan, type ScanOptions, type ScanResult, type ScanSnapshot } from './scan.ts';
import { Transitions } from './transitions.ts';

/** What a search found, and the search itself where it got stuck. */
export type Decision<S> =
  | { readonly kind: 'linearizable' }
  | {
      readonly kind: 'stuck';
      readonly event: number;
      readonly scan: Scan<S>;
      readonly options: ScanOptions;
    }
  | { readonly kind: 'unknown'; readonly why: string };

export interface Search<S> {
  readonly problem: Problem;
  readonly transitions: Transitions<S>;
  readonly budget: Budget;
  /** Seeks an order depth first beside the scans; only ever from the model's initial state. */
  readonly beside?: Beside<S>;
  /** States that the object may be in at first; default: the model's initial one. */
  readonly initial?: readonly number[];
}

/** The search of an order of all the operations. */
export function searchOf<S>(
  operations: readonly Operation[],
  model: Model<S>,
  budget: Budget,
): Search<S> {
  const { operations: left, ends } = settledOf(operations, model);
  const problem = problemOf(left, model, ends);
  const transitions = new Transitions(model, problem.classes);
  return { problem, transitions, budget, beside: new Beside(problem, transitions) };
}

/** Steps once over what never returned, since an operation that the model does not have must be said and not left out. */
function settledOf<S>(operations: readonly Operation[], model: Model<S>): Settled {
  if (model.object !== 'register') return { operations, ends: new Map() };
  for (const op of operations) if (op.type === 'info') model.step(model.init, op);
  return settleLost(operations, model.init);
}

/** Configurations kept side by side that differ only in the never-returned operations they used: few first,
 * since most histories are explained by few, and all in the end. */
const MORE: readonly number[] = [1, 4, 16, 64, Number.POSITIVE_INFINITY];

/** A model with ever new states has no end of them when operations may be used without limit. */
const MOST_NEW_STATES = 50;

const ALL = Number.POSITIVE_INFINITY;

/** Whether some order explains the history.
 *
 * With operations that never returned: first using them sparingly, which finds most orders; then as if each
 * could happen any number of times, which proves most violations; then freely where sparing use did not do;
 * then with more and more configurations, in the end all. Where some are not enough, those of which one more
 * would have helped are counted, and no others: that proves violations that hang on them. */
export function decide<S>(search: Search<S>): Decision<S> {
  if (!search.problem.slotOf.includes(NONE)) return decided(attemptCounted(search, ALL));
  let attempted = attemptSparingly(search, 0);
  if (isConclusive(attempted)) return decided(attempted);
  const counted = new Set<number>();
  const relaxed = attemptRelaxed(search, counted);
  if (relaxed.result.kind === 'stuck') return decided(relaxed);
  if (search.beside?.isFound) return { kind: 'linearizable' };
  attempted = attemptAgain(search, attempted);
  if (isConclusive(attempted)) return decided(attempted);
  const canRelax = relaxed.result.kind === 'linearizable';
  for (const limit of MORE) {
    const proved = canRelax && refuteFor(search, attempted.scan, counted);
    if (proved) return proved;
    attempted = attemptCounted(search, limit);
    if (isConclusive(attempted)) return decided(attempted);
  }
  throw new Error('a search that keeps every configuration was trimmed');
}

/** Steps of the search beside for each question of a scan. */
const STEPS_BESIDE = 32_768;

/** Runs a depth-first search a few steps at a time, whenever a scan asks whether to stop. A scan that ends early never
 * starts it. */
class Beside<S> {
  readonly #begin: () => DepthFirst<S>;
  #search: DepthFirst<S> | undefined;

  constructor(problem: Problem, transitions: Transitions<S>) {
    this.#begin = () => new DepthFirst(problem, transitions);
  }

  get isFound(): boolean {
    return this.#search?.isFound ?? false;
  }

  /** The 32-bit words in use. */
  get words(): number {
    return this.#search?.words ?? 0;
  }

  /** Says why to stop: an order was found. */
  found(): string | undefined {
    this.#search ??= this.#begin();
    return this.#search.go(STEPS_BESIDE) ? 'an order was found' : undefined;
  }
}

function isConclusive<S>({ result }: Attempt<S>): boolean {
  return result.kind !== 'stuck' || !result.trimmed;
}

/** Counts what the stuck scan needed too; undefined where that is nothing new, or no proof. */
function refuteFor<S>(
  search: Search<S>,
  stuck: Scan<S>,
  counted: Set<number>,
): Decision<S> | undefined {
  const needed = stuck.neededClasses().filter(operationClass => !counted.has(operationClass));
  for (const operationClass of needed) counted.add(operationClass);
  const relaxed = needed.length === 0 ? undefined : attemptRelaxed(search, counted);
  return relaxed?.result.kind === 'stuck' ? decided(relaxed) : undefined;
}

/** Stuck even if never-returned operations happen any number of times; undefined when that is no proof. */
export function refute<S>(search: Search<S>): Decision<S> | undefined {
  const relaxed = attemptRelaxed(search, new Set());
  return relaxed.result.kind === 'stuck' ? decided(relaxed) : undefined;
}

interface Attempt<S> {
  readonly scan: Scan<S>;
  readonly options: ScanOptions;
  readonly result: ScanResult;
}

const FREELY: Omit<ScanOptions, 'spent'> = {
  counted: 'all',
  limit: ALL,
  sparingFrom: ALL,
  newStates: ALL,
  foresight: true,
};

/** Searches as if never-returned operations, except those of the counted classes, happened any number of
 * times. */
function attemptRelaxed<S>(search: Search<S>, counted: ReadonlySet<number>): Attempt<S> {
  return attempt(search, { ...FREELY, counted, newStates: MOST_NEW_STATES });
}

function attemptCounted<S>(search: Search<S>, limit: number): Attempt<S> {
  return attempt(search, { ...FREELY, limit });
}

function attemptSparingly<S>(
  search: Search<S>,
  sparingFrom: number,
  from?: ScanSnapshot,
): Attempt<S> {
  return attempt(search, { ...FREELY, limit: 0, sparingFrom }, from);
}

/** Wherever a sparing search gets stuck: from some way back freely up to there, then sparingly again. */
function attemptAgain<S>(search: Search<S>, first: Attempt<S>): Attempt<S> {
  let last = first;
  while (last.result.kind === 'stuck' && last.result.event >= last.options.sparingFrom)
    last = attemptSparingly(search, last.result.event + 1, last.scan.earlier());
  return last;
}

function attempt<S>(
  { problem, transitions, budget, beside, initial }: Search<S>,
  how: Omit<ScanOptions, 'spent'>,
  from: ScanSnapshot | readonly number[] | undefined = initial,
): Attempt<S> {
  const spent = spentOf(budget);
  const besides = initial === undefined ? beside : undefined;
  const options = {
    ...how,
    spent: (words: number) => spent(words + (besides?.words ?? 0)) ?? besides?.found(),
  };
  const scan = new Scan(problem, transitions, options, from);
  const result = scan.run();
  if (besides?.isFound) return { scan, options, result: { kind: 'linearizable' } };
  return { scan, options, result };
}

function decided<S>({ scan, options, result }: Attempt<S>): Decision<S> {
  if (result.kind === 'stopped') return { kind: 'unknown', why: result.why };
  if (result.kind === 'linearizable') return result;
  return { kind: 'stuck', event: result.event, scan, options };
}

/** Says why to stop, given the 32-bit words in use; undefined while the budget lasts. */
export function spentOf(budget: Budget): (words: number) => string | undefined {
  return words => {
    if (budget.elapsedMs() > budget.timeMs) return `its time of ${budget.timeMs} ms was used up`;
    if (words * 4 > budget.memoryMb * 2 ** 20)
      return `its memory of ${budget.memoryMb} MB was used up`;
    return undefined;
  };
}
