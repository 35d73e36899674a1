/** Random times of operations: calls and returns in any order, no two at the same time. */
import type { Random } from '../../src/random.ts';

export function randomIntervals(
  count: number,
  random: Random,
): readonly (readonly [number, number])[] {
  const times = random.shuffle(Array.from({ length: 2 * count }, (_, at) => at));
  return Array.from({ length: count }, (_, at) => {
    const [one = 0, other = 0] = times.slice(2 * at, 2 * at + 2);
    return [Math.min(one, other), Math.max(one, other)];
  });
}
