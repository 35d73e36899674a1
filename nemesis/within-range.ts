/** Quantities within the range of a parameter. */
import type { Random } from '../src/random.ts';

/** A whole number that chance picks, both bounds included. */
export function within(
  { least, most }: { readonly least: number; readonly most: number },
  random: Random,
): number {
  return Math.round(least) + random.intBelow(Math.round(most) - Math.round(least) + 1);
}
