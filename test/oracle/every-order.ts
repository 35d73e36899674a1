/** All orders of a few operations: the oracle of checkers, too slow for anything else. */

/** An operation that took effect between two moments. */
export interface Step {
  readonly call: number;
  /** Infinity where nobody was told. */
  readonly returned: number;
}

/** Whether some order of the steps, each between its call and its return, is possible from a state on.
 *  `apply` gives the state after a step, or undefined where it cannot be. */
export function someOrder<T extends Step, S>(
  left: readonly T[],
  state: S,
  apply: (state: S, step: T) => S | undefined,
): boolean {
  if (left.length === 0) return true;
  const firstReturn = Math.min(...left.map(step => step.returned));
  return left.some(step => {
    const after = step.call > firstReturn ? undefined : apply(state, step);
    if (after === undefined) return false;
    const rest = left.filter(other => other !== step);
    return someOrder(rest, after, apply);
  });
}
