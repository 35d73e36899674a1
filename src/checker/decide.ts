/** Decides one object's history with the cheapest search that can. */
import type { Budget } from '../contract.ts';
import type { Operation } from '../history/history.ts';
import type { Model } from '../model/model.ts';
import { NONE, type Problem, problemOf } from './problem.ts';
import { Scan, type ScanOptions, type ScanResult } from './scan.ts';
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
  /** States that the object may be in at first; default: the model's initial one. */
  readonly initial?: readonly number[];
}

/** The search of an order of all the operations. */
export function searchOf<S>(
  operations: readonly Operation[],
  model: Model<S>,
  budget: Budget,
): Search<S> {
  const problem = problemOf(operations, model);
  return { problem, transitions: new Transitions(model, problem.classes), budget };
}

/** Configurations kept side by side that differ only in the never-returned operations they used: few
 * first, since most histories are explained by few, and all in the end. */
const LIMITS: readonly number[] = [0, 1, 4, 16, 64, Number.POSITIVE_INFINITY];

/** A model with ever new states has no end of them when operations may be used without limit. */
const UNLIMITED_STATES = 50;

const ALL = Number.POSITIVE_INFINITY;

/** Whether some order explains the history.
 *
 * With operations that never returned: first as if each could happen any number of times, which
 * proves most violations; then with a few configurations, which finds most orders; then with all. */
export function decide<S>(search: Search<S>): Decision<S> {
  if (!search.problem.slotOf.includes(NONE)) return decided(attemptCounted(search, ALL));
  const refuted = refute(search);
  if (refuted) return refuted;
  for (const limit of LIMITS) {
    const counted = attemptCounted(search, limit);
    if (counted.result.kind !== 'stuck' || !counted.result.trimmed) return decided(counted);
  }
  throw new Error('a search that keeps every configuration was trimmed');
}

/** Stuck even if never-returned operations happen any number of times; undefined when that is no proof. */
export function refute<S>(search: Search<S>): Decision<S> | undefined {
  const unlimited = attempt(search, {
    usage: 'unlimited',
    limit: ALL,
    newStates: UNLIMITED_STATES,
    foresight: true,
  });
  return unlimited.result.kind === 'stuck' ? decided(unlimited) : undefined;
}

interface Attempt<S> {
  readonly scan: Scan<S>;
  readonly options: ScanOptions;
  readonly result: ScanResult;
}

function attemptCounted<S>(search: Search<S>, limit: number): Attempt<S> {
  return attempt(search, { usage: 'counted', limit, newStates: ALL, foresight: true });
}

function attempt<S>(search: Search<S>, how: Omit<ScanOptions, 'spent'>): Attempt<S> {
  const { problem, transitions, budget, initial } = search;
  const options = { ...how, spent: spentOf(budget) };
  const scan = new Scan(problem, transitions, options, initial);
  return { scan, options, result: scan.run() };
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
