/** What replies do to the watches of their connection. Source: FinalRequestProcessor, DataTree.setWatches. */
import { code } from './codes.ts';
import { mode } from './model/watches.ts';
import type { Operation } from './operations.ts';
import type { State, Watcher } from './state.ts';
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
export function setWatches(state: State, watcher: Watcher, request: SetWatchesRequest): void {
  const { watches } = state;
  for (const path of request.data) {
    const type = dataEvent(state, path, request.relativeZxid);
    if (type === undefined) watches.addData(path, watcher);
    else fire(state, watcher, path, type);
  }
  for (const path of request.exist) {
    if (state.tree.get(path) === undefined) watches.addData(path, watcher);
    else fire(state, watcher, path, 'NodeCreated');
  }
  for (const path of request.child) {
    const type = childEvent(state, path, request.relativeZxid);
    if (type === undefined) watches.addChild(path, watcher);
    else fire(state, watcher, path, type);
  }
  setPersistent(state, watcher, request);
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
function fire(state: State, watcher: Watcher, path: string, type: WatchEventName): void {
  const node = state.tree.get(path);
  const certainty =
    node === undefined || !state.features.setWatchesChecksAcl
      ? 'yes'
      : state.mayReceive(watcher, node.acl);
  if (certainty === 'no') return;
  const optional = certainty === 'perhaps' || node?.opaque === true;
  watcher.expected.push({ type, path, zxid: -1, optional });
}

function dataEvent({ tree }: State, path: string, since: number): WatchEventName | undefined {
  const node = tree.get(path);
  if (node === undefined) return 'NodeDeleted';
  return node.mzxid > since ? 'NodeDataChanged' : undefined;
}

function childEvent({ tree }: State, path: string, since: number): WatchEventName | undefined {
  const node = tree.get(path);
  if (node === undefined) return 'NodeDeleted';
  return node.pzxid > since ? 'NodeChildrenChanged' : undefined;
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
