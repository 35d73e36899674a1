/** Explanations that no search finds: where one is possible, a reply that does not fit is no anomaly. */
import { apply } from './applying.ts';
import { changesLists, createsEphemeral, ownPaths, pathsWithin } from './changed.ts';
import type { Replaying } from './doubt.ts';
import { type Change, revert } from './model/context.ts';
import { parentOf } from './model/paths.ts';
import type { Operation } from './operations.ts';
import { mayBeAt, possibleAt } from './possible.ts';
import type { State } from './state.ts';

/** Tests whether what happened without a reply may have changed one of the paths in a way that no search finds: in
 * another way than the replay chose, with one request in the place of another, by an ephemeral that came and went with
 * its session, or by what has another effect in the present state than in an earlier one. */
export function mayExplain({ state, doubt }: Replaying, paths: readonly string[]): boolean {
  return paths.some(
    path =>
      state.ambiguous.has(path) ||
      isExchangeable({ state, doubt }, path) ||
      isOutlived({ state, doubt }, path) ||
      possibleAt({ state, doubt }, path).some(
        operation => createsEphemeral(operation) || isTooLate(state, operation),
      ),
  );
}

/** Tests whether a request in doubt may have made or deleted a znode of the list at a path that was made or deleted again
 * since: then the list has counted it, and the znode shows nothing of it. */
function isOutlived({ state, doubt }: Replaying, path: string): boolean {
  const { tree, deleted } = state;
  const turnedAt = (own: string): number => tree.get(own)?.czxid ?? deleted.get(own)?.zxid ?? 0;
  return doubt
    .at(path)
    .some(
      operation =>
        changesLists(operation) &&
        mayBeAt(doubt, operation, state.zxid) &&
        ownPaths(operation).some(
          own => parentOf(own) === path && turnedAt(own) >= doubt.endOf(operation),
        ),
    );
}

/** Tests whether a request in doubt may have happened in the place of one whose zxid the replay chose. */
function isExchangeable({ state, doubt }: Replaying, path: string): boolean {
  return doubt.isGuessedAt(path) && possibleAt({ state, doubt }, path).length > 0;
}

/** Tests whether a request in doubt may have replaced the list of a znode: who receives its events is open then. */
export function mayHaveOtherList(replaying: Replaying, path: string): boolean {
  return possibleAt(replaying, path).some(({ request }) => request.f === 'setACL');
}

/** Tests whether a request has another effect now than when it may have been processed: its znodes have changed since,
 * and the state refuses it now, or it makes or deletes znodes. */
function isTooLate(state: State, operation: Operation): boolean {
  const { who, connection, seenBefore } = operation;
  const isChanged = pathsWithin(operation).some(
    path =>
      Math.max(state.authors.get(path)?.zxid ?? 0, state.tree.get(path)?.aclZxid ?? 0) > seenBefore,
  );
  if (!isChanged) return false;
  if (changesLists(operation)) return true;
  const context = state.context(who, connection.session.id, state.zxid);
  const isRefused = !apply(context, { kind: 'request', operation });
  revert(context);
  return isRefused;
}

/** Notes which of the znodes that the end of a session deletes may have been deleted before by an
 * indeterminate request. If events have no zxids, a missing one could not be distinguished from the next. */
export function doubtDeletions({ state, doubt }: Replaying, changes: readonly Change[]): void {
  if (!state.features.eventZxids) return;
  for (const { type, path } of changes) {
    if (type !== 'NodeDeleted') continue;
    if (possibleAt({ state, doubt }, path).length > 0) state.ambiguous.add(path);
  }
}
