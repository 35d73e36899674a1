/** Which operation to blame for a history that is not linearizable: the one without which the rest can be explained.
 *
 * Only a few suspects near the failure are tried. An operation that a known write or read contradicts comes first, a
 * read before a write, a later one before an earlier one. */
import type { Budget } from '../../contract.ts';
import type { Operation } from '../../history/history.ts';
import type { Model } from '../../model/model.ts';
import { contradictionOf } from './contradiction.ts';
import { type Core, isRefuted, prefixOf, windowOf } from './minimise.ts';
import { NONE, type Problem } from './problem.ts';

/** Suspects that are left out in turn. */
const MOST_SUSPECTS = 8;
/** Events after the failure that should be explained, too, without the operation to blame. */
const EVENTS_BEYOND = 40;

export interface Scene<S> {
  readonly problem: Problem;
  /** The return that ends the shortest failing prefix. */
  readonly event: number;
  readonly culprit: Operation;
  readonly core: Core<S> | undefined;
}

/** Returns the operation to blame. Without a core, or when the budget is used up, it is a suspect that another
 * operation contradicts, else the one that returned when the search got stuck. */
export function blamed<S>(model: Model<S>, scene: Scene<S>, budget: Budget): Operation {
  const suspects = suspectsOf(model, scene);
  const { core, problem, event } = scene;
  if (core !== undefined) {
    const repairs = (until: number): Operation | undefined => {
      const window = windowUntil(until, model, scene, core);
      const isRepaired = (left: Operation): boolean =>
        budget.elapsedMs() <= budget.timeMs &&
        !isRefuted(without(window, left), core.from ?? [model.init], model, budget);
      return suspects.slice(0, MOST_SUSPECTS).find(isRepaired);
    };
    const found = repairs(Math.min(event + EVENTS_BEYOND, problem.events.length)) ?? repairs(event);
    if (found !== undefined && budget.elapsedMs() <= budget.timeMs) return found;
  }
  const near = [scene.culprit, ...suspects];
  return near.find(op => contradictionOf(op, problem.operations, model)) ?? scene.culprit;
}

function suspectsOf<S>(
  model: Model<S>,
  { problem, event, culprit, core }: Scene<S>,
): readonly Operation[] {
  const all = new Map(
    [...(core?.operations ?? []), culprit, ...openAt(problem, event)].map(op => [op.index, op]),
  );
  const rank = (op: Operation): number =>
    (contradictionOf(op, problem.operations, model) ? 0 : 2) + (model.isRead?.(op) ? 0 : 1);
  return [...all.values()].sort((a, b) => rank(a) - rank(b) || b.index - a.index);
}

/** The operations that are open at the event and return later. */
function openAt({ events, operations, slotOf }: Problem, event: number): readonly Operation[] {
  const open = new Set<number>();
  for (const op of events.subarray(0, event)) {
    if (op < 0) open.delete(~op);
    else if (slotOf[op] !== NONE) open.add(op);
  }
  return [...open].flatMap(op => operations[op] ?? []).filter(({ type }) => type === 'ok');
}

function windowUntil<S>(
  until: number,
  model: Model<S>,
  { problem }: Scene<S>,
  { first }: Core<S>,
): readonly Operation[] {
  const prefix = prefixOf(problem, until);
  return first === undefined ? prefix : windowOf(prefix, first, model);
}

function without(operations: readonly Operation[], { index }: Operation): readonly Operation[] {
  return operations.filter(op => op.index !== index);
}
