/** What replies do to the watches of their connection. Source: FinalRequestProcessor, DataTree.setWatches. */
import { code } from './codes.ts';
import type { Replaying } from './doubt.ts';
import { mode } from './model/watches.ts';
import { certainAcl } from './model/znode.ts';
import type { Operation } from './operations.ts';
import { possibleAt } from './possible.ts';
import type { State, WatchAgain, Watcher } from './state.ts';
import type { SetWatchesRequest, WatchEventName, WatchesRequest } from './trace.ts';

/** Registers what an answered request leaves behind. */
export function register(state: State, watcher: Watcher, { request, reply }: Operation): void {
  const err = reply?.err;
  switch (request.f) {
    case 'exists':
      if (request.watch && (err === code.ok || err === code.noNode)) {
        state.watches.addData(request.path, watcher);
      }
      return;
    case 'getData':
      if (request.watch && err === code.ok) state.watches.addData(request.path, watcher);
      return;
    case 'getChildren':
    case 'getChildren2':
      if (request.watch && err === code.ok) state.watches.addChild(request.path, watcher);
      return;
    case 'addWatch':
      if (err !== code.ok) return;
      state.watches.addPersistent(
        request.path,
        watcher,
        request.mode === 0 ? mode.persistent : mode.recursive,
      );
  }
}

/** Sets watches again on a new connection: what changed since the relative zxid fires at once. */
export function setWatches(
  replaying: Replaying,
  watcher: Watcher,
  request: SetWatchesRequest,
): void {
  const since = request.relativeZxid;
  watcher.kept = [];
  for (const path of request.data) setAgain(replaying, watcher, { kind: 'data', path, since });
  for (const path of request.exist) setAgain(replaying, watcher, { kind: 'exist', path, since });
  for (const path of request.child) setAgain(replaying, watcher, { kind: 'child', path, since });
  setPersistent(replaying.state, watcher, request);
}

function setAgain(replaying: Replaying, watcher: Watcher, watch: WatchAgain): void {
  const { state } = replaying;
  const type = missedBy(state, watch);
  if (type !== undefined) fire(replaying, watcher, type, watch);
  else {
    keep(state, watcher, watch);
    watcher.kept.push(watch);
  }
}

/** Registers a watch that did not fire. */
export function keep({ watches }: State, watcher: Watcher, { kind, path }: WatchAgain): void {
  if (kind === 'child') watches.addChild(path, watcher);
  else watches.addData(path, watcher);
}

/** Returns the event of a watch that is set again in the present state; undefined if nothing has changed. */
export function missedBy({ tree }: State, watch: WatchAgain): WatchEventName | undefined {
  const node = tree.get(watch.path);
  if (watch.kind === 'exist') return node === undefined ? undefined : 'NodeCreated';
  if (node === undefined) return 'NodeDeleted';
  if (watch.kind === 'data') return node.mzxid > watch.since ? 'NodeDataChanged' : undefined;
  return node.pzxid > watch.since ? 'NodeChildrenChanged' : undefined;
}

function setPersistent(
  { watches }: State,
  watcher: Watcher,
  { persistent, recursive }: SetWatchesRequest,
): void {
  for (const path of persistent ?? []) watches.addPersistent(path, watcher, mode.persistent);
  for (const path of recursive ?? []) watches.addPersistent(path, watcher, mode.recursive);
}

/** Expects an event, unless the session may not see the znode. */
function fire(
  { state, doubt }: Replaying,
  watcher: Watcher,
  type: WatchEventName,
  again: WatchAgain,
): void {
  const { path } = again;
  const node = state.tree.get(path);
  const certainty =
    node === undefined || !state.features.setWatchesChecksAcl
      ? 'yes'
      : state.mayReceive(watcher, certainAcl(node));
  const isOpen = state.ambiguous.has(path) || possibleAt({ state, doubt }, path).length > 0;
  if (certainty !== 'yes' && isOpen) watcher.silent.push(again);
  if (certainty === 'no') return;
  const optional = certainty === 'perhaps' || node?.unknown.includes('kind') === true;
  watcher.expected.push({ type, path, zxid: -1, optional, again });
}

/** Returns the error of a request about watches. */
export function aboutWatches(state: State, watcher: Watcher, request: WatchesRequest): number {
  const { path, type } = request;
  const found =
    request.f === 'checkWatches'
      ? state.watches.has(path, watcher, type)
      : state.watches.remove(path, watcher, type);
  return found ? code.ok : code.noWatcher;
}
