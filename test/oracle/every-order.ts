/** Tries every order of a few operations. Checkers are held against it; it is too slow for anything else. */

/** An operation that took effect between two moments. */
export interface Step {
  readonly call: number;
  /** Infinity if it never returned. */
  readonly returned: number;
}

/** Returns whether some order of the steps, each between its call and its return, is possible from `state`.
 *  `apply` returns the state after a step, or undefined if the step is impossible. */
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
