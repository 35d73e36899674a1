/** Takes over what a server said where it differs from the model, so that one cause is not reported again
 * with every later reply. Acknowledged writes are the leader's word on the state that follows. */
import { code } from './codes.ts';
import { sameLists } from './compare.ts';
import { hidesDigests, masked } from './model/acl.ts';
import type { Context } from './model/context.ts';
import type { WriteRequest } from './model/multi.ts';
import { adoptCreations } from './model/numbering.ts';
import { CONFIG, parentOf } from './model/paths.ts';
import { openAcl, type Tree } from './model/tree.ts';
import { addZnode, perform, removeZnode } from './model/writes.ts';
import {
  doubtParts,
  EVERYTHING,
  type Life,
  newZnode,
  type Part,
  type Znode,
} from './model/znode.ts';
import { eachShown } from './shown.ts';
import type {
  CreateRequest,
  MultiPart,
  ReplyRecord,
  SetAclRequest,
  TraceAcl,
  TraceRequest,
  TraceResult,
  TraceStat,
} from './trace.ts';

/** Applies an acknowledged write as its reply describes it. */
export function adoptWrite(context: Context, request: WriteRequest, result: TraceResult): void {
  if (request.f !== 'multi') {
    adoptPart(context, request, result);
    return;
  }
  for (const [at, part] of request.parts.entries()) {
    const own = result.parts?.[at];
    if (own?.err === code.ok) adoptPart(context, part, own);
  }
}

function adoptPart(
  context: Context,
  request: MultiPart | SetAclRequest,
  result: TraceResult,
): void {
  switch (request.f) {
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL':
      adoptCreate(context, request, result.path ?? request.path, result.stat);
      return;
    case 'delete':
      adoptDelete(context, request.path);
      return;
    case 'check':
      return;
    case 'setData':
    case 'setACL': {
      const node = context.tree.get(request.path) ?? adoptZnode(context, request.path);
      perform(context, request);
      const data = request.f === 'setData' ? { data: request.data } : {};
      adoptShown(context.tree, node, { ...result, ...data });
    }
  }
}

function adoptCreate(
  context: Context,
  request: CreateRequest,
  path: string,
  stat: TraceStat | undefined,
): void {
  removeAll(unnoticed(context), path);
  const parent = context.tree.get(parentOf(path)) ?? adoptZnode(context, parentOf(path));
  if (path !== request.path) adoptCreations(parent, Number(path.slice(-10)), context.zxid);
  perform(context, { ...request, path, flags: request.flags & 1 });
  const node = context.tree.get(path);
  if (node && stat) adoptStat(node, stat);
}

function adoptDelete(context: Context, path: string): void {
  const { tree } = context;
  if (tree.get(path) === undefined) adoptZnode(unnoticed(context), path);
  for (const name of [...(tree.get(path)?.children ?? [])])
    removeAll(unnoticed(context), `${path}/${name}`);
  removeZnode(context, path);
}

/** A context for changes that made the state before a write: they notify no watch. */
const unnoticed = (context: Context): Context => ({ ...context, changes: [] });

/** Adds a znode of which nothing is known yet, and its parents. */
export function adoptZnode(context: Context, path: string): Znode {
  const parent = parentOf(path);
  if (context.tree.get(parent) === undefined) adoptZnode(context, parent);
  const facts = { data: '', acl: openAcl, life: 'persistent', owner: 0n } as const;
  const node = newZnode(path, facts, context.zxid, context.time);
  node.unknown = EVERYTHING;
  addZnode(context, node);
  return node;
}

/** Takes over what a reply shows, if several traces may lead to it. */
export function adoptReply(context: Context, request: TraceRequest, reply: ReplyRecord): void {
  const { tree } = context;
  if (reply.err === code.noNode && 'path' in request) removeAll(context, request.path);
  if (reply.err !== code.ok) return;
  eachShown(request, reply.result ?? {}, (path, shown) => {
    const node = tree.get(path) ?? adoptZnode(context, path);
    doubtParts(node, ['stat']);
    adoptShown(tree, node, shown);
  });
}

function removeAll(context: Context, path: string): void {
  const node = context.tree.get(path);
  if (node === undefined) return;
  for (const name of [...node.children]) removeAll(context, `${path}/${name}`);
  removeZnode(context, path);
}

/** Makes the znode show this stat; children are counted from the tree. */
export function adoptStat(node: Znode, stat: TraceStat): void {
  node.czxid = stat.czxid;
  node.mzxid = stat.mzxid;
  node.pzxid = stat.pzxid;
  node.ctime = { ms: stat.ctime };
  node.mtime = stat.mzxid === stat.czxid ? node.ctime : { ms: stat.mtime };
  node.version = stat.version;
  node.aversion = stat.aversion;
  adoptCreations(node, Math.max(0, (stat.cversion + stat.numChildren) / 2), stat.pzxid);
}

/** Takes over a list that a reply shows. One that hides its digests does not replace one that it may be, and leaves open
 * which one it is. */
export function adoptAcl(node: Znode, acl: readonly TraceAcl[]): void {
  if (!sameLists(masked(node.acl), acl)) node.acl = acl;
  if (!hidesDigests(acl)) node.unknown = node.unknown.filter(part => part !== 'acl');
}

/** Takes over a znode that the model knows nothing about, from a reply that shows it. */
export function adoptShown(tree: Tree, node: Znode, result: TraceResult): void {
  const { stat, data, children, acl } = result;
  const isSameData = stat === undefined || stat.mzxid === node.mzxid;
  if (stat !== undefined) {
    adoptStat(node, stat);
    if (stat.ephemeralOwner !== node.owner) own(tree, node, stat.ephemeralOwner);
  }
  if (data !== undefined) node.data = data;
  if (acl !== undefined) adoptAcl(node, acl);
  if (children !== undefined) adoptChildren(tree, node, children);
  node.unknown = unknownAfter(node, result, isSameData);
}

/** Returns what is still unknown, now that a reply has shown some of it. The kind is known with the data. */
function unknownAfter(
  node: Znode,
  { stat, data, children }: TraceResult,
  isSameData: boolean,
): readonly Part[] {
  if (node.path === CONFIG) return EVERYTHING;
  const isUnknown: Readonly<Record<Part, boolean>> = {
    kind: data === undefined && node.unknown.includes('kind'),
    acl: node.unknown.includes('acl'),
    data: data === undefined && (node.unknown.includes('data') || !isSameData),
    stat: stat === undefined && node.unknown.includes('stat'),
    children:
      children === undefined &&
      (stat === undefined
        ? node.unknown.includes('children')
        : stat.numChildren !== node.children.size),
  };
  return EVERYTHING.filter(part => isUnknown[part]);
}

function adoptChildren(tree: Tree, node: Znode, children: readonly string[]): void {
  for (const name of node.children) if (!children.includes(name)) tree.remove(below(node, name));
  for (const name of children) if (!node.children.has(name)) adoptChild(tree, below(node, name));
}

const below = ({ path }: Znode, name: string): string =>
  path === '/' ? `/${name}` : `${path}/${name}`;

function adoptChild(tree: Tree, path: string): void {
  const facts = { data: '', acl: openAcl, life: 'persistent' as Life, owner: 0n };
  const node = newZnode(path, facts, 0, { ms: undefined });
  node.unknown = EVERYTHING;
  tree.add(node);
}

function own(tree: Tree, node: Znode, owner: bigint): void {
  tree.remove(node.path);
  node.life = owner === 0n ? 'persistent' : 'ephemeral';
  node.owner = owner;
  tree.add(node);
}
