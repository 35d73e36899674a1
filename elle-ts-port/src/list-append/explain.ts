/** Why one transaction precedes another: the appends and reads that show it. */
import type { DataStep } from '../cycle/step.ts';
import { RW, relationName, WR, WW } from '../graph/relation.ts';
import { elementValue, type History, keyOf, READ_LIST, WRITE } from '../history/history.ts';
import { INIT, type VersionOrder, versionBefore } from './order.ts';

/** From transaction a to b by ww, wr or rw. */
interface Dependency {
  readonly a: number;
  readonly b: number;
  readonly relation: number;
}

/** The step, by the first of b's micro-operations that shows it. */
export function explainAppend(
  history: History,
  order: VersionOrder,
  dependency: Dependency,
): DataStep | undefined {
  const { a, b, relation } = dependency;
  const first = history.mopStart[b] as number;
  const end = history.mopStart[b + 1] as number;
  for (let mop = first; mop < end; mop++) {
    const version = versionShown(history, order, { mop, relation });
    if (version === undefined) continue;
    const key = history.mopKey[mop] as number;
    const other = mopOfVersion(history, dependency, { key, version });
    if (other === undefined) continue;
    const next = elementValue(history, history.mopArgument[mop] as number);
    return {
      type: relationName(relation) as DataStep['type'],
      key: keyOf(history, key),
      value: elementValue(history, version),
      ...(relation === WR ? {} : { "value'": next }),
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
  { mop, relation }: { readonly mop: number; readonly relation: number },
): number | undefined {
  const argument = history.mopArgument[mop] as number;
  const isWrite = history.mopKind[mop] === WRITE;
  if (relation === WR) {
    const last = isWrite || argument < 0 ? INIT : history.lists.lastOf(argument);
    return last === INIT ? undefined : last;
  }
  if (!isWrite) return undefined;
  const before = versionBefore(history, order, argument);
  return before === INIT && relation === WW ? undefined : before;
}

/** The first micro-operation by which a appended the version (rw: read a list that ends in it). */
function mopOfVersion(
  { mopStart, mopKey, mopKind, mopArgument, lists }: History,
  { a, relation }: Dependency,
  { key, version }: { readonly key: number; readonly version: number },
): number | undefined {
  const end = mopStart[a + 1] as number;
  for (let mop = mopStart[a] as number; mop < end; mop++) {
    if (mopKey[mop] !== key) continue;
    const argument = mopArgument[mop] as number;
    const isRead = mopKind[mop] === READ_LIST;
    if (isRead !== (relation === RW) || argument < 0) continue;
    if ((isRead ? lists.lastOf(argument) : argument) === version) return mop;
  }
  return undefined;
}
