/** Why one transaction precedes another: the values of a register that show it. */
import type { DataStep } from '../cycle/step.ts';
import type { Graph } from '../graph/graph.ts';
import { RW, relationName, WR } from '../graph/relation.ts';
import { elementValue, type History, keyOf } from '../history/history.ts';
import { type External, externalsOf, versionOf } from './externals.ts';

/** A step from a to b by wr, ww or rw; the first key of b that shows it. */
export function explainRegister(
  history: History,
  versions: Graph,
  [a, b]: readonly [number, number],
  relation: number,
): DataStep | undefined {
  const earlier = new Map(externalsOf(history, a).map(external => [external.key, external]));
  for (const later of externalsOf(history, b)) {
    const mops = mopsThatShow(earlier.get(later.key), later, relation);
    if (!mops || !isOrdered(history, versions, mops, relation)) continue;
    const valueAt = (mop: number): unknown =>
      elementValue(history, history.mopArgument[mop] as number);
    return {
      type: relationName(relation) as DataStep['type'],
      key: keyOf(history, later.key),
      value: valueAt(mops[0]),
      ...(relation === WR ? {} : { "value'": valueAt(mops[1]) }),
      'a-mop-index': mops[0] - (history.mopStart[a] as number),
      'b-mop-index': mops[1] - (history.mopStart[b] as number),
    };
  }
  return undefined;
}

/** The external operations on a key that would show the relation, where both transactions have them. */
function mopsThatShow(
  earlier: External | undefined,
  later: External,
  relation: number,
): [number, number] | undefined {
  if (!earlier) return undefined;
  const a = relation === RW ? earlier.readMop : earlier.writeMop;
  const b = relation === WR ? later.readMop : later.writeMop;
  return a >= 0 && b >= 0 ? [a, b] : undefined;
}

function isOrdered(
  history: History,
  versions: Graph,
  [a, b]: readonly [number, number],
  relation: number,
): boolean {
  const from = versionOf(history, a);
  const to = versionOf(history, b);
  if (relation === WR) return from === to;
  const row = versions.to.subarray(versions.start[from], versions.start[from + 1]);
  return row.includes(to);
}
