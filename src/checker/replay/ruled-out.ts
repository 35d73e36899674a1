/** What later replies say of single candidates: one that they rule out is not combined with others. */
import { apply, contextOf } from './applying.ts';
import type { Candidate } from './candidates.ts';
import { pathsWithin } from './changed.ts';
import type { Replaying } from './doubt.ts';
import { revert } from './model/context.ts';

/** Puts candidates last, as unlikely, that later replies rule out regardless of other events up to a zxid. */
export function ruledOutLast(
  replaying: Replaying,
  candidates: readonly Candidate[],
  upTo: number,
): readonly Candidate[] {
  const isOut = new Map(candidates.map(one => [one, isRuledOut(replaying, one, upTo)]));
  return [
    ...candidates.filter(one => !isOut.get(one)),
    ...candidates.flatMap(one => (isOut.get(one) ? [{ ...one, isUnlikely: true }] : [])),
  ];
}

function isRuledOut({ state, doubt }: Replaying, candidate: Candidate, upTo: number): boolean {
  if (candidate.kind === 'close') return false;
  const paths = candidate.kind === 'remove' ? [candidate.path] : pathsWithin(candidate.operation);
  const before = paths.map(path => ({ path, czxid: state.tree.get(path)?.czxid }));
  const context = contextOf(state, candidate, upTo);
  if (!apply(context, candidate)) return false;
  const isOut = before.some(
    ({ path, czxid }) =>
      czxid !== undefined && doubt.evidence.excludes({ path, czxid, upTo }, state.tree.get(path)),
  );
  revert(context);
  return isOut;
}
