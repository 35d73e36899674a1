/** A second, tiny model of ZooKeeper's tree, written apart from the replay oracle: persistent znodes, versions and
 * zxids, as plain values. */
import type {
  CreateRequest,
  ReadRequest,
  SetDataRequest,
  TraceResult,
  TraceStat,
  VersionRequest,
} from '../../../src/checker/replay/trace.ts';

interface TinyZnode {
  readonly data: string;
  readonly czxid: number;
  readonly mzxid: number;
  readonly pzxid: number;
  readonly version: number;
  /** Children created and children deleted so far. */
  readonly births: number;
  readonly deaths: number;
}

export type TinyTree = ReadonlyMap<string, TinyZnode>;

interface TinyAnswer {
  readonly err: number;
  readonly result: TraceResult;
}

export type TinyRequest =
  | (CreateRequest & { readonly f: 'create2' })
  | SetDataRequest
  | (VersionRequest & { readonly f: 'delete' })
  | (ReadRequest & { readonly f: 'exists' | 'getData' });

const NO_NODE = -101;
const BAD_VERSION = -103;
const NODE_EXISTS = -110;
const NOT_EMPTY = -111;

export const isTinyWrite = ({ f }: TinyRequest): boolean => f !== 'exists' && f !== 'getData';

const bornAt = (zxid: number, data: string): TinyZnode => ({
  ...{ data, czxid: zxid, mzxid: zxid, pzxid: zxid },
  ...{ version: 0, births: 0, deaths: 0 },
});

export const emptyTree: TinyTree = new Map([['/', bornAt(0, '')]]);

const refused = (tree: TinyTree, err: number) => ({ tree, answer: { err, result: {} } });

/** Returns the tree after a request, and the answer to it. `zxid` is the request's own if it is a write. */
export function tinyStep(
  tree: TinyTree,
  request: TinyRequest,
  zxid: number,
): { readonly tree: TinyTree; readonly answer: TinyAnswer } {
  const node = tree.get(request.path);
  switch (request.f) {
    case 'create2':
      return create(tree, request.path, bornAt(zxid, request.data ?? ''));
    case 'setData':
      if (node === undefined) return refused(tree, NO_NODE);
      if (isOther(request.version, node)) return refused(tree, BAD_VERSION);
      return set(tree, request.path, {
        ...node,
        ...{ data: request.data ?? '', mzxid: zxid, version: node.version + 1 },
      });
    case 'delete':
      if (node === undefined) return refused(tree, NO_NODE);
      if (isOther(request.version, node)) return refused(tree, BAD_VERSION);
      if (node.births > node.deaths) return refused(tree, NOT_EMPTY);
      return remove(tree, request.path, zxid);
    case 'exists':
    case 'getData': {
      if (node === undefined) return refused(tree, NO_NODE);
      const shown = request.f === 'getData' ? { data: node.data } : {};
      return { tree, answer: { err: 0, result: { ...shown, stat: tinyStat(node) } } };
    }
  }
}

const isOther = (version: number, node: TinyZnode): boolean =>
  version !== -1 && version !== node.version;

function parentPath(path: string): string {
  const parent = path.slice(0, path.lastIndexOf('/'));
  return parent === '' ? '/' : parent;
}

function create(tree: TinyTree, path: string, node: TinyZnode) {
  const parent = tree.get(parentPath(path));
  if (parent === undefined) return refused(tree, NO_NODE);
  if (tree.has(path)) return refused(tree, NODE_EXISTS);
  const grown = { ...parent, births: parent.births + 1, pzxid: node.czxid };
  const after = new Map(tree).set(parentPath(path), grown).set(path, node);
  return { tree: after, answer: { err: 0, result: { path, stat: tinyStat(node) } } };
}

function set(tree: TinyTree, path: string, node: TinyZnode) {
  const after = new Map(tree).set(path, node);
  return { tree: after, answer: { err: 0, result: { stat: tinyStat(node) } } };
}

function remove(tree: TinyTree, path: string, zxid: number) {
  const after = new Map(tree);
  after.delete(path);
  const parent = after.get(parentPath(path));
  if (parent !== undefined)
    after.set(parentPath(path), { ...parent, deaths: parent.deaths + 1, pzxid: zxid });
  return { tree: after, answer: { err: 0, result: {} } };
}

function tinyStat(node: TinyZnode): TraceStat {
  const { czxid, mzxid, pzxid, version, births, deaths } = node;
  return {
    ...{ czxid, mzxid, pzxid, version, ctime: czxid, mtime: mzxid },
    ...{ cversion: births + deaths, aversion: 0, ephemeralOwner: 0n },
    ...{ dataLength: Buffer.from(node.data, 'base64').length, numChildren: births - deaths },
  };
}
