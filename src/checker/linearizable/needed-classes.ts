/** Which never-returned operations a stuck search would have needed once more: what to count exactly. */
import { NONE } from './problem.ts';
import { IMPOSSIBLE, type Transitions } from './transitions.ts';

/** Where a search got stuck. */
interface StuckAt {
  /** States that any order of the open operations leads to. */
  readonly states: readonly number[];
  /** The class of the operation that cannot be placed. */
  readonly returning: number;
  /** Classes of open operations. */
  readonly open: Iterable<number>;
  /** Classes that have never-returned operations by now. */
  readonly lost: readonly number[];
}

/** States looked at: this is a guess, and need not be complete. */
const MOST_STATES = 500;

interface Step {
  readonly state: number;
  readonly before: Step | undefined;
  /** NONE for what was open. */
  readonly lost: number;
}

/** The never-returned classes on a shortest way to a state in which the operation is possible; none where
 * no way was found. */
export function neededClasses<S>(transitions: Transitions<S>, stuck: StuckAt): number[] {
  const seen = new Set(stuck.states);
  const steps = stuck.states.map((state): Step => ({ state, before: undefined, lost: NONE }));
  for (let at = 0; at < steps.length && steps.length < MOST_STATES; at++) {
    const before = steps[at];
    if (!before) break;
    if (transitions.next(before.state, stuck.returning) !== IMPOSSIBLE) return lostOn(before);
    const follow = (operationClass: number, lost: number): void => {
      const state = transitions.next(before.state, operationClass);
      if (state === IMPOSSIBLE || seen.has(state)) return;
      seen.add(state);
      steps.push({ state, before, lost });
    };
    for (const operationClass of stuck.open) follow(operationClass, NONE);
    for (const operationClass of stuck.lost) follow(operationClass, operationClass);
  }
  return [];
}

function lostOn(last: Step): number[] {
  const classes = new Set<number>();
  for (let step: Step | undefined = last; step; step = step.before)
    if (step.lost !== NONE) classes.add(step.lost);
  return [...classes];
}
