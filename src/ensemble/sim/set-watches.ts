/** Watches set again by a client that moved: what happened since it last heard fires at once.
 *  Source: DataTree.setWatches. */
import type { JuteReader } from '../../zookeeper/jute-reader.ts';
import { opcodes } from '../../zookeeper/opcodes.ts';
import { setWatches, setWatches2 } from '../../zookeeper/request-records.ts';
import { eventType, type WatchKind } from './change.ts';
import type { Look, View } from './client-reads.ts';
import { succeed } from './reply.ts';

/** Throws a ProtocolError where the bytes do not fit. */
export function watchesAgain(type: number, from: JuteReader): Look {
  const old = { persistentWatches: [], persistentRecursiveWatches: [] };
  const asked =
    type === opcodes.setWatches2 ? setWatches2.read(from) : { ...setWatches.read(from), ...old };
  return view => {
    const since = view.rules.heardUntil(Number(asked.relativeZxid));
    for (const path of asked.dataWatches) again(view, 'data', path, dataEvent(view, path, since));
    for (const path of asked.existWatches) again(view, 'data', path, existEvent(view, path));
    for (const path of asked.childWatches)
      again(view, 'child', path, childEvent(view, path, since));
    for (const path of asked.persistentWatches) again(view, 'persistent', path, undefined);
    for (const path of asked.persistentRecursiveWatches) again(view, 'recursive', path, undefined);
    return succeed();
  };
}

/** Fires the event, or leaves the watch where there is none. The event has no zxid, and since 3.9.6 the client
 *  must be allowed to read the znode. Source: DataTree.processWatchEvent. */
function again(view: View, kind: WatchKind, path: string, type: number | undefined): void {
  const { rules, tree, watches, watcher } = view;
  if (!rules.setsAgain(kind, type === undefined && tree.get(path) === undefined)) return;
  if (type === undefined || !rules.firesMissed) watches.add(rules.setAgainAs(kind), path, watcher);
  else if (rules.firesAgain(kind, type)) {
    const acl = tree.get(path)?.acl;
    watcher.fire({ type, path, zxid: -1, ...(acl !== undefined && { acl }) });
  }
}

function dataEvent({ tree, rules }: View, path: string, since: number): number | undefined {
  const znode = tree.get(path);
  if (znode === undefined) return eventType.deleted;
  return rules.isMissed(znode.mzxid, since) ? eventType.data : undefined;
}

function existEvent({ tree }: View, path: string): number | undefined {
  return tree.get(path) === undefined ? undefined : eventType.created;
}

function childEvent({ tree, rules }: View, path: string, since: number): number | undefined {
  const znode = tree.get(path);
  if (znode === undefined) return eventType.deleted;
  return rules.isMissed(znode.pzxid, since) ? eventType.children : undefined;
}
