/** Writes: what refuses them, in the order in which the leader checks, and what they do.
 * Sources: PrepRequestProcessor.pRequest2Txn, DataTree.createNode, deleteNode, setData, setACL. */
import { code } from '../codes.ts';
import type {
  CreateRequest,
  MultiPart,
  SetAclRequest,
  SetDataRequest,
  TraceResult,
  VersionRequest,
} from '../trace.ts';
import { permission, storedAcl } from './acl.ts';
import { type Context, mayDo } from './context.ts';
import { countCreation, numberAt } from './numbering.ts';
import { hasParent, isSpecialPath, isValidPath, parentOf } from './paths.ts';
import { certainAcl, type Life, newZnode, statOf, type Znode } from './znode.ts';

export type SimpleWrite = MultiPart | SetAclRequest;

/** Returns the error with which the leader refuses a write in this state, or OK. */
export function refusal(context: Context, request: SimpleWrite): number {
  switch (request.f) {
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL':
      return refusalOfCreate(context, request);
    case 'delete':
      return refusalOfDelete(context, request);
    case 'setData':
      return refusalOfChange(context, request, permission.write);
    case 'check':
      return refusalOfChange(context, request, permission.read);
    case 'setACL':
      return refusalOfSetAcl(context, request);
  }
}

function refusalOfCreate(context: Context, request: CreateRequest): number {
  const { tree } = context;
  const early = refusalOfMode(context, request);
  if (early !== code.ok) return early;
  if (!hasParent(request.path)) return code.badArguments;
  if (storedAcl(request.acl, context.who) === undefined) return code.invalidAcl;
  const parent = tree.get(request.path.slice(0, request.path.lastIndexOf('/')));
  if (parent === undefined) return code.noNode;
  if (!mayDo(context, parent, permission.create)) return code.noAuth;
  const path = createdPath(parent, request, context.zxid);
  if (!isValidPath(path, context.features.forbidsEdges)) return code.badArguments;
  if (tree.get(path) !== undefined) return code.nodeExists;
  return parent.life === 'ephemeral' ? code.noChildrenForEphemerals : code.ok;
}

const MAX_TTL = 2 ** 40 - 1;
const isTtl = ({ flags }: CreateRequest): boolean => flags === 5 || flags === 6;
const isSequential = ({ flags }: CreateRequest): boolean =>
  flags === 2 || flags === 3 || flags === 6;

/** Source: PrepRequestProcessor.validateCreateRequest, EphemeralType.validateTTL. */
function refusalOfMode({ features }: Context, request: CreateRequest): number {
  if (request.flags < 0 || request.flags > 6) return code.badArguments;
  const ttl = request.f === 'createTTL' ? (request.ttl ?? -1) : -1;
  if (!isTtl(request)) return ttl >= 0 ? code.badArguments : code.ok;
  if (!features.ttlNodes) return code.unimplemented;
  return ttl <= 0 || ttl > MAX_TTL ? code.badArguments : code.ok;
}

/** Returns the path with the number of a sequential znode: the creations under its parent so far. */
export function createdPath(parent: Znode, request: CreateRequest, zxid: number): string {
  if (!isSequential(request)) return request.path;
  return request.path + String(numberAt(parent, zxid)).padStart(10, '0');
}

function refusalOfDelete(context: Context, { path, version }: VersionRequest): number {
  const { tree } = context;
  if (!hasParent(path) || isSpecialPath(path)) return code.badArguments;
  const parent = tree.get(path.slice(0, path.lastIndexOf('/')));
  if (parent === undefined) return code.noNode;
  const node = tree.get(path);
  if (context.features.deleteFindsNodeFirst && node === undefined) return code.noNode;
  if (!mayDo(context, parent, permission.delete)) return code.noAuth;
  if (node === undefined) return code.noNode;
  if (!matches(version, node.version)) return code.badVersion;
  const isFull = node.children.size > 0 || context.isFull?.(path) === true;
  return isFull ? code.notEmpty : code.ok;
}

function refusalOfChange(
  context: Context,
  { path, version }: SetDataRequest | VersionRequest,
  wanted: number,
): number {
  if (!isValidPath(path, context.features.forbidsEdges)) return code.badArguments;
  const node = context.tree.get(path);
  if (node === undefined) return code.noNode;
  if (!mayDo(context, node, wanted)) return code.noAuth;
  return matches(version, node.version) ? code.ok : code.badVersion;
}

/** The list is checked before the znode is looked up. */
function refusalOfSetAcl(context: Context, { path, version, acl }: SetAclRequest): number {
  if (!isValidPath(path, context.features.forbidsEdges)) return code.badArguments;
  if (storedAcl(acl, context.who) === undefined) return code.invalidAcl;
  const node = context.tree.get(path);
  if (node === undefined) return code.noNode;
  if (!mayDo(context, node, permission.admin)) return code.noAuth;
  return matches(version, node.aversion) ? code.ok : code.badVersion;
}

const matches = (expected: number, actual: number): boolean =>
  expected === -1 || expected === actual;

/** Applies a write that is not refused; returns the fields of its reply. */
export function perform(context: Context, request: SimpleWrite): TraceResult {
  switch (request.f) {
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL':
      return create(context, request);
    case 'delete':
      removeZnode(context, request.path);
      return {};
    case 'setData':
      return setData(context, request);
    case 'check':
      return {};
    case 'setACL':
      return setAcl(context, request);
  }
}

function create(context: Context, request: CreateRequest): TraceResult {
  const parent = context.tree.get(parentOf(request.path));
  const path = parent === undefined ? request.path : createdPath(parent, request, context.zxid);
  const life = lifeOf(request);
  const node = newZnode(
    path,
    {
      data: request.data,
      acl: storedAcl(request.acl, context.who) ?? request.acl,
      life,
      owner: life === 'ephemeral' ? context.session : 0n,
      ttlMs: life === 'ttl' ? request.ttl : undefined,
    },
    context.zxid,
    context.time,
  );
  addZnode(context, node);
  return request.f === 'create' ? { path } : { path, stat: statOf(node) };
}

function lifeOf(request: CreateRequest): Life {
  if (request.f === 'createContainer') return 'container';
  if (request.f === 'createTTL') return 'ttl';
  return request.flags === 1 || request.flags === 3 ? 'ephemeral' : 'persistent';
}

/** Adds a znode: its parent counts one more creation and shows the zxid as its pzxid. A write that is
 * discovered late may be older than what its znodes show: then it only counts. */
export function addZnode(context: Context, node: Znode): void {
  const { tree, changes, undo, zxid } = context;
  const parent = tree.get(parentOf(node.path));
  const before = parent?.pzxid ?? 0;
  tree.add(node);
  if (parent !== undefined) {
    undo.push(countCreation(parent, zxid));
    parent.pzxid = Math.max(before, zxid);
  }
  undo.push(() => {
    tree.remove(node.path);
    if (parent !== undefined) parent.pzxid = before;
  });
  changes.push({ type: 'NodeCreated', path: node.path, zxid, acl: certainAcl(node) });
  if (parent)
    changes.push({ type: 'NodeChildrenChanged', path: parent.path, zxid, acl: certainAcl(parent) });
}

/** Removes a znode: its parent shows the zxid as its pzxid, unless it shows a later one. */
export function removeZnode(context: Context, path: string): void {
  const { tree, changes, undo, zxid } = context;
  const node = tree.get(path);
  if (node === undefined) return;
  const parent = tree.get(parentOf(path));
  const before = parent?.pzxid ?? 0;
  tree.remove(path);
  if (parent !== undefined) parent.pzxid = Math.max(before, zxid);
  undo.push(() => {
    tree.add(node);
    if (parent !== undefined) parent.pzxid = before;
  });
  changes.push({ type: 'NodeDeleted', path, zxid, acl: certainAcl(node) });
  if (parent)
    changes.push({ type: 'NodeChildrenChanged', path: parent.path, zxid, acl: certainAcl(parent) });
}

function setData(context: Context, { path, data }: SetDataRequest): TraceResult {
  const node = context.tree.get(path);
  if (node === undefined) return {};
  const { data: formerData, mzxid, formerMzxid, mtime, version } = node;
  const before = { data: formerData, mzxid, formerMzxid, mtime, version };
  if (context.zxid >= node.mzxid) {
    node.data = data;
    node.formerMzxid = mzxid;
    node.mzxid = context.zxid;
    node.mtime = context.time;
  }
  node.version++;
  context.undo.push(() => void Object.assign(node, before));
  context.changes.push({
    type: 'NodeDataChanged',
    path,
    zxid: context.zxid,
    acl: certainAcl(node),
  });
  return { stat: statOf(node) };
}

const KEPT_LISTS = 8;

/** Changes no zxid of the stat and notifies nobody. One that is discovered late may be older than the list: then it
 * only counts. */
function setAcl(context: Context, { path, acl }: SetAclRequest): TraceResult {
  const node = context.tree.get(path);
  if (node === undefined) return {};
  const { formerAcls, aclZxid, aversion, unknown } = node;
  const before = { acl: node.acl, formerAcls, aclZxid, aversion, unknown };
  if (context.zxid >= aclZxid) {
    const former = { acl: node.acl, until: context.zxid };
    node.formerAcls = [former, ...formerAcls.slice(0, KEPT_LISTS - 1)];
    node.acl = storedAcl(acl, context.who) ?? acl;
    node.aclZxid = context.zxid;
    node.unknown = unknown.filter(part => part !== 'acl');
  }
  node.aversion++;
  context.undo.push(() => void Object.assign(node, before));
  return { stat: statOf(node) };
}

/** Removes all ephemerals of a session in one transaction. Source: DataTree.killSession. */
export function closeSession(context: Context, session: bigint): void {
  for (const path of [...context.tree.ephemerals(session)]) removeZnode(context, path);
}
