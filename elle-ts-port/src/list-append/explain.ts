/** Why one transaction precedes another: the appends and reads that show it. */
import type { DataStep } from '../cycle/step.ts';
import { RW, relationName, WR, WW } from '../graph/relation.ts';
import { elementValue, type History, READ_LIST, WRITE } from '../history/history.ts';
import { INIT, type VersionOrder, versionBefore } from './order.ts';

/** A step from a to b by ww, wr or rw; the first of b's micro-operations that shows it. */
export function explainAppend(
  history: History,
  order: VersionOrder,
  [a, b]: readonly [number, number],
  relation: number,
): DataStep | undefined {
  const first = history.mopStart[b] as number;
  const end = history.mopStart[b + 1] as number;
  for (let mop = first; mop < end; mop++) {
    const before = versionShown(history, order, mop, relation);
    if (before === undefined) continue;
    const other = mopOfVersion(history, a, history.mopKey[mop] as number, before, relation);
    if (other === undefined) continue;
    return {
      type: relationName(relation) as DataStep['type'],
      key: history.keys.values[history.mopKey[mop] as number],
      value: elementValue(history, before),
      ...(relation === WR
        ? {}
        : { "value'": elementValue(history, history.mopArgument[mop] as number) }),
      'a-mop-index': other - (history.mopStart[a] as number),
      'b-mop-index': mop - first,
    };
  }
  return undefined;
}

/** The version a must have written or read, if this micro-operation of b is to show the relation. */
function versionShown(
  history: History,
  order: VersionOrder,
  mop: number,
  relation: number,
): number | undefined {
  const argument = history.mopArgument[mop] as number;
  const isWrite = history.mopKind[mop] === WRITE;
  if (relation === WR) {
    if (isWrite || argument < 0) return undefined;
    const last = history.lists.lastOf(argument);
    return last >= 0 ? last : undefined;
  }
  if (!isWrite) return undefined;
  const before = versionBefore(history, order, argument);
  return before === INIT && relation === WW ? undefined : before;
}

/** The first micro-operation by which a appended the version (rw: read a list that ends in it). */
function mopOfVersion(
  history: History,
  a: number,
  key: number,
  version: number,
  relation: number,
): number | undefined {
  const end = history.mopStart[a + 1] as number;
  for (let mop = history.mopStart[a] as number; mop < end; mop++) {
    const argument = history.mopArgument[mop] as number;
    if (history.mopKey[mop] !== key) continue;
    const isRead = history.mopKind[mop] === READ_LIST;
    if (relation !== RW && !isRead && argument === version) return mop;
    if (relation === RW && isRead && argument >= 0 && history.lists.lastOf(argument) === version) {
      return mop;
    }
  }
  return undefined;
}
