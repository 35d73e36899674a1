/**
 * Shortens cycles by time. The realtime order is kept reduced, so that a cycle may need a dozen
 * transactions to pass from early to late; where a committed before b was invoked, one step says so.
 */
import { REALTIME } from '../graph/relation.ts';
import { cycleType } from './naming.ts';
import type { Walk } from './walk.ts';

/** Longer cycles are left as they are: trying all pairs would take too long. */
const MAX_LENGTH = 512;

/**
 * The cycle with stretches replaced by single realtime steps, the longest first, as long as it keeps
 * its type. `direct` answers how a step from one vertex to another counts, or 0 where there is no
 * realtime order.
 */
export function shortened(cycle: Walk, direct: (a: number, b: number) => number): Walk {
  const length = cycle.vertices.length;
  if (length > MAX_LENGTH || !cycle.relations.includes(REALTIME)) return cycle;
  for (let span = length - 1; span > 1; span--) {
    for (let start = 0; start < length; start++) {
      const shorter = replaced(cycle, start, span, direct);
      if (shorter) return shortened(shorter, direct);
    }
  }
  return cycle;
}

/** The cycle without the `span - 1` vertices after `start`, when that is allowed. */
function replaced(
  { vertices, relations }: Walk,
  start: number,
  span: number,
  direct: (a: number, b: number) => number,
): Walk | undefined {
  const at = (i: number): number => vertices[i % vertices.length] as number;
  const relation = direct(at(start), at(start + span));
  if (relation === 0) return undefined;
  const inside = (i: number): boolean => {
    const distance = (i - start + vertices.length) % vertices.length;
    return distance > 0 && distance < span;
  };
  const shorter = {
    vertices: vertices.filter((_, i) => !inside(i)),
    relations: relations.flatMap((old, i) => (inside(i) ? [] : [i === start ? relation : old])),
  };
  return cycleType(shorter.relations) === cycleType(relations) ? shorter : undefined;
}
