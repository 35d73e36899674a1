/** A small tree of znodes as ZooKeeper keeps it: children, and the counters of their stats. Every answer
 * carries the server's zxid, as a number. The zxids of writes must grow in the order in which they take
 * effect; no read may be older than what it shows. The unknown result of an indeterminate write matches any
 * value. */
import { type Call, type Model, UnknownOperation } from '../../src/model/index.ts';

/** The kind of a znode; its stat does not show it. Source: DataNode.copyStat. */
export type ZnodeKind = 'persistent' | 'container' | 'ttl';

/** Paths begin at the root of the tree, which is `''` and may be missing like any other: `/a/x`. */
export interface CreateInput {
  readonly path: string;
  readonly kind: ZnodeKind;
}

export interface WriteAnswer {
  readonly zxid: number;
  /** The error; null if it succeeded. */
  readonly refused: string | null;
}

export interface StatSeen {
  readonly czxid: number;
  readonly pzxid: number;
  readonly cversion: number;
  readonly numChildren: number;
}

/** The stat of a znode, if it exists; `list` also returns the names. */
export interface ReadAnswer {
  readonly zxid: number;
  readonly stat: StatSeen | null;
  readonly names?: readonly string[];
}

interface Znode {
  /** Null if the write that set it is indeterminate. */
  readonly czxid: number | null;
  readonly pzxid: number | null;
  /** The number of created and deleted children. */
  readonly cversion: number;
}

interface TreeState {
  /** The zxid of the last answered write. */
  readonly zxid: number;
  readonly znodes: Readonly<Record<string, Znode>>;
}

export const treeModel: Model<TreeState> = {
  name: 'tree',
  init: { zxid: 0, znodes: {} },
  step: (state, op) => {
    switch (op.f) {
      case 'create':
        return write(state, op, create(state, (op.input as CreateInput).path, zxidOf(op)));
      case 'delete':
        return write(state, op, remove(state, String(op.input), zxidOf(op)));
      case 'exists':
      case 'list':
        return fits(state, op) ? state : undefined;
    }
    throw new UnknownOperation('tree', ['create', 'delete', 'exists', 'list'], op);
  },
  key: ({ zxid, znodes }) => JSON.stringify([zxid, Object.entries(znodes).sort(byPath)]),
  describeState: ({ znodes }) => Object.keys(znodes).sort().join(' ') || 'empty',
  isRead: ({ f }) => f === 'exists' || f === 'list',
};

/** The error, or the znodes after it. */
type Attempt = string | TreeState['znodes'];

function create({ znodes }: TreeState, path: string, zxid: number | null): Attempt {
  if (path !== '' && znodes[parentOf(path)] === undefined) return 'NONODE';
  if (znodes[path] !== undefined) return 'NODEEXISTS';
  const znode = { czxid: zxid, pzxid: zxid, cversion: 0 };
  return { ...withChange(znodes, path, zxid), [path]: znode };
}

function remove({ znodes }: TreeState, path: string, zxid: number | null): Attempt {
  if (znodes[path] === undefined) return 'NONODE';
  if (childrenOf(znodes, path).length > 0) return 'NOTEMPTY';
  const { [path]: _, ...others } = znodes;
  return withChange(others, path, zxid);
}

/** With a child of its parent come or gone. */
function withChange(
  znodes: TreeState['znodes'],
  path: string,
  zxid: number | null,
): TreeState['znodes'] {
  const parent = znodes[parentOf(path)];
  if (path === '' || parent === undefined) return znodes;
  const changed = { ...parent, cversion: parent.cversion + 1, pzxid: zxid };
  return { ...znodes, [parentOf(path)]: changed };
}

function write(state: TreeState, op: Call, attempt: Attempt): TreeState | undefined {
  const znodes = typeof attempt === 'string' ? state.znodes : attempt;
  if (op.type !== 'ok') return { ...state, znodes };
  const { zxid, refused } = op.output as WriteAnswer;
  const fitting = refused === (typeof attempt === 'string' ? attempt : null);
  return fitting && zxid > state.zxid ? { zxid, znodes } : undefined;
}

function fits(state: TreeState, { type, input, output }: Call): boolean {
  if (type !== 'ok') return true;
  const { zxid, stat, names } = output as ReadAnswer;
  const znode = state.znodes[String(input)];
  if (zxid < state.zxid || (znode === undefined) !== (stat === null)) return false;
  if (znode === undefined || stat === null) return true;
  const children = childrenOf(state.znodes, String(input));
  return (
    stat.cversion === znode.cversion &&
    stat.numChildren === children.length &&
    (znode.czxid ?? stat.czxid) === stat.czxid &&
    (znode.pzxid ?? stat.pzxid) === stat.pzxid &&
    (names === undefined || children.sort().join() === names.join())
  );
}

/** Returns undefined for indeterminate writes. */
function zxidOf({ type, output }: Call): number | null {
  return type === 'ok' ? (output as WriteAnswer).zxid : null;
}

/** Names, in any order. */
function childrenOf(znodes: TreeState['znodes'], path: string): string[] {
  const prefix = `${path}/`;
  return Object.keys(znodes).flatMap(other => {
    const name = other.slice(prefix.length);
    return other.startsWith(prefix) && !name.includes('/') ? [name] : [];
  });
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function byPath([left]: readonly [string, Znode], [right]: readonly [string, Znode]): number {
  return left < right ? -1 : 1;
}
