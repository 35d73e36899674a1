/** Requests that only look, or leave a watch: answered by the server the client is at, from what it has applied. */
import type { Codec } from '../../zookeeper/codec.ts';
import type { Id, Stat } from '../../zookeeper/data-records.ts';
import type { JuteReader } from '../../zookeeper/jute-reader.ts';
import { multiRequest, multiResponse, type ResponsePart } from '../../zookeeper/multi-records.ts';
import { opcodes } from '../../zookeeper/opcodes.ts';
import {
  addWatchRequest,
  pathOnly,
  type ReadRequest,
  readRequest,
  watchesRequest,
} from '../../zookeeper/request-records.ts';
import {
  errorResponse,
  getAclResponse,
  getAllChildrenNumberResponse,
  getChildren2Response,
  getChildrenResponse,
  getDataResponse,
  getEphemeralsResponse,
  statResponse,
  whoAmIResponse,
} from '../../zookeeper/response-records.ts';
import { masked, permission, permits } from './acl.ts';
import type { Watcher, WatchKind } from './change.ts';
import { code } from './error-code.ts';
import { fail, type Reply, succeed } from './reply.ts';
import type { Rules } from './rules.ts';
import type { Tree } from './tree.ts';
import type { WatchTable } from './watch-table.ts';
import { statOf, type Znode } from './znode.ts';

/** What a read sees, and who reads. */
export interface View {
  readonly tree: Tree;
  readonly rules: Rules;
  readonly watches: WatchTable;
  readonly watcher: Watcher;
  readonly session: bigint;
  readonly ids: readonly Id[];
  later(delayMs: number, act: () => void): void;
}

export type Look = (view: View) => Reply;

/** Undefined where the type is no read. Throws a ProtocolError where the bytes do not fit. */
export function clientRead(type: number, from: JuteReader): Look | undefined {
  switch (type) {
    case opcodes.exists:
      return exists(readRequest.read(from));
    case opcodes.getData:
      return getData(readRequest.read(from));
    case opcodes.getChildren:
    case opcodes.getChildren2:
      return getChildren(type, readRequest.read(from));
    case opcodes.getACL:
      return getAcl(pathOnly.read(from).path);
    case opcodes.getEphemerals:
      return getEphemerals(pathOnly.read(from).path);
    case opcodes.getAllChildrenNumber:
      return countDescendants(pathOnly.read(from).path);
    case opcodes.whoAmI:
      return whoAmI;
    case opcodes.multiRead:
      return multiRead(multiRequest.read(from));
    case opcodes.addWatch: {
      const { path, mode } = addWatchRequest.read(from);
      return addWatch(path, mode === 0 ? 'persistent' : 'recursive');
    }
    case opcodes.checkWatches:
    case opcodes.removeWatches: {
      const { path, type: kinds } = watchesRequest.read(from);
      return aboutWatches(type, path, kindsOf[kinds] ?? []);
    }
  }
  return undefined;
}

/** A znode that is there needs to be readable, one that is not can be waited for by anybody. */
function exists({ path, watch }: ReadRequest): Look {
  return view => {
    const { tree, watches, watcher, rules } = view;
    if (path.includes('\0')) return fail(code.badArguments);
    const znode = tree.get(path);
    if (znode !== undefined && !mayDo(view, znode, permission.read)) return fail(code.noAuth);
    if (watch) watches.add('data', path, watcher);
    return znode === undefined
      ? fail(rules.readError(code.noNode))
      : body(statResponse, { stat: statIn(view, path, znode) });
  };
}

function getData({ path, watch }: ReadRequest): Look {
  return view => {
    if (watch && view.rules.watchesAbsent) view.watches.add('data', path, view.watcher);
    return readable(view, path, znode => {
      if (watch) leaveWatch(view, path);
      return body(getDataResponse, {
        data: view.rules.shownData(znode.data),
        stat: statIn(view, path, znode),
      });
    });
  };
}

function leaveWatch({ watches, watcher, rules, later }: View, path: string): void {
  const leave = (): void => watches.add('data', path, watcher);
  if (rules.watchLeftMs > 0) later(rules.watchLeftMs, leave);
  else leave();
}

function getChildren(type: number, { path, watch }: ReadRequest): Look {
  return view =>
    readable(view, path, znode => {
      if (watch) view.watches.add('child', path, view.watcher);
      const children = view.rules.listed([...view.tree.children(path)]);
      if (type === opcodes.getChildren) return body(getChildrenResponse, { children });
      return body(getChildren2Response, { children, stat: statIn(view, path, znode) });
    });
}

/** Only a client that may read or administer a znode sees its list, and only one that may administer it
 *  the digests in it. */
function getAcl(path: string): Look {
  return view => {
    const znode = view.tree.get(path);
    if (znode === undefined) return fail(code.noNode);
    if (!mayDo(view, znode, permission.read | permission.admin)) return fail(code.noAuth);
    const isAdmin = mayDo(view, znode, permission.admin) || !view.rules.masksDigests;
    const acl = view.rules.shownAcl(isAdmin ? znode.acl : masked(znode.acl));
    return body(getAclResponse, { acl, stat: statIn(view, path, znode) });
  };
}

function getEphemerals(prefix: string): Look {
  return ({ tree, session, rules }) => {
    const all = [...tree.ephemerals(session)];
    const isAll = prefix.trim() === '';
    const below = isAll ? all : all.filter(path => path.startsWith(prefix));
    const ephemerals = rules.shownEphemerals(below, all);
    return body(getEphemeralsResponse, { ephemerals });
  };
}

function countDescendants(path: string): Look {
  return view =>
    readable(view, path, () => {
      const prefix = path === '/' ? path : `${path}/`;
      const isBelow = (other: string): boolean => other !== path && other.startsWith(prefix);
      const total = [...view.tree.paths()].filter(isBelow).length;
      const totalNumber = view.rules.shownTotal(total, view.tree.children(path).size);
      return body(getAllChildrenNumberResponse, { totalNumber });
    });
}

/** Users without the digests of their passwords. Source: AuthUtil.getClientInfos. */
const whoAmI: Look = ({ ids, rules }) =>
  body(whoAmIResponse, {
    clientInfo: rules.shownIds(ids).map(({ scheme, id }) => ({
      authScheme: scheme,
      user: scheme === 'digest' ? rules.shownUser(id) : id,
    })),
  });

function multiRead(parts: ReturnType<typeof multiRequest.read>): Look {
  return view =>
    body(multiResponse, view.rules.shownParts(parts.map(part => readPart(view, part))));
}

function readPart(
  view: View,
  { type, body: { path } }: ReturnType<typeof multiRequest.read>[number],
): ResponsePart {
  const { tree, rules } = view;
  const znode = tree.get(path);
  if (znode === undefined) return { type: opcodes.error, body: { err: code.noNode } };
  if (!mayDo(view, znode, permission.read))
    return { type: opcodes.error, body: { err: code.noAuth } };
  if (type === opcodes.getData)
    return { type, body: { data: rules.shownData(znode.data), stat: statIn(view, path, znode) } };
  if (type === opcodes.getChildren)
    return { type, body: { children: rules.listed([...tree.children(path)]) } };
  return { type: opcodes.error, body: { err: code.badArguments } };
}

function addWatch(path: string, kind: WatchKind): Look {
  return ({ watches, watcher }) => {
    watches.add(kind, path, watcher);
    return body(errorResponse, { err: code.ok });
  };
}

/** Source: Watcher.WatcherType: children, data, any, persistent, persistent recursive. */
const kindsOf: Readonly<Record<number, readonly WatchKind[]>> = {
  1: ['child'],
  2: ['data'],
  3: ['child', 'data', 'persistent', 'recursive'],
  4: ['persistent'],
  5: ['recursive'],
};

function aboutWatches(type: number, path: string, kinds: readonly WatchKind[]): Look {
  return ({ watches, watcher, rules }) => {
    if (!watches.has(kinds, path, watcher) && rules.knowsWatches) return fail(code.noWatcher);
    if (type === opcodes.removeWatches || rules.checkRemoves) watches.remove(kinds, path, watcher);
    return succeed();
  };
}

function readable(view: View, path: string, read: (znode: Znode) => Reply): Reply {
  const znode = view.tree.get(path);
  if (znode === undefined) return fail(view.rules.readError(code.noNode));
  return mayDo(view, znode, permission.read) ? read(znode) : fail(code.noAuth);
}

function statIn({ tree, rules }: View, path: string, znode: Znode): Stat {
  return rules.shownStat(statOf(tree.seen(path, znode)));
}

function mayDo({ rules, ids }: View, { acl }: Znode, wanted: number): boolean {
  return !rules.checksAcl || rules.granted(permits(acl, wanted, ids), wanted);
}

function body<T>(codec: Codec<T>, value: T): Reply {
  return succeed(to => codec.write(to, value));
}
