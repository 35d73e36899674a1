/** Binary search. */

/** Returns the first place of an ascending list at which `holds`; the list's length if there is none.
 *  `holds` must be true from that place on. */
export function lowerBound<T>(ascending: readonly T[], holds: (item: T) => boolean): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = ascending[middle];
    if (item === undefined || holds(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}
