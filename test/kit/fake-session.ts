/** Sessions over znodes in memory. A call returns what the test scripted for it, else the true result. */
import type { NodeName } from '../../src/contract.ts';
import type { Stat } from '../../src/zookeeper/data-records.ts';
import { zkError } from '../../src/zookeeper/errors.ts';
import type { Reply } from '../../src/zookeeper/outcome.ts';
import type { Session, SessionOptions } from '../../src/zookeeper/session.ts';
import type { WatchEventType } from '../../src/zookeeper/watches.ts';

const CODES = {
  NONODE: -101,
  NODEEXISTS: -110,
  BADVERSION: -103,
  CONNECTIONLOSS: -4,
  OPERATIONTIMEOUT: -7,
  SESSIONEXPIRED: -112,
} as const;
type Failure = keyof typeof CODES;

type FakeMethods = Pick<
  Session,
  'create' | 'delete' | 'exists' | 'getData' | 'setData' | 'getChildren' | 'sync' | 'close'
>;

/** The outcome of the next call of a method. */
export interface Scripted {
  readonly method: keyof FakeMethods;
  readonly error?: Failure;
  /** Whether the request left the client. Default: yes. */
  readonly left?: boolean;
  /** Whether the call takes effect although its reply is lost. Default: no. */
  readonly effect?: boolean;
  /** Runs before the call. */
  readonly before?: (tree: Tree) => void;
}

interface Znode {
  readonly version: number;
  readonly text: string;
  readonly czxid: bigint;
}

type Fire = (type: WatchEventType) => void;

/** The znodes that all sessions share. The workload's root exists. */
export class Tree {
  readonly znodes = new Map<string, Znode>();
  readonly #watches = new Map<string, Set<Fire>>();
  #sequence = 0;
  zxid = 0n;

  constructor(...paths: readonly string[]) {
    for (const path of paths) this.put(path, '');
  }

  put(path: string, text: string): void {
    this.zxid += 1n;
    const old = this.znodes.get(path);
    const czxid = old?.czxid ?? this.zxid;
    this.znodes.set(path, { version: (old?.version ?? -1) + 1, text, czxid });
    if (old !== undefined) this.#fire(path, 'NodeDataChanged');
    else this.#fire(`${parentOf(path)}/*`, 'NodeChildrenChanged');
  }

  nextName(path: string): string {
    return `${path}${String(this.#sequence++).padStart(10, '0')}`;
  }

  remove(path: string): void {
    this.zxid += 1n;
    this.znodes.delete(path);
    this.#fire(path, 'NodeDeleted');
    this.#fire(`${parentOf(path)}/*`, 'NodeChildrenChanged');
  }

  /** Registers a watch that fires once; `/parent/*` watches the children of `/parent`. */
  watch(path: string, fire: Fire): void {
    this.#watches.set(path, (this.#watches.get(path) ?? new Set()).add(fire));
  }

  #fire(path: string, type: WatchEventType): void {
    const watchers = this.#watches.get(path) ?? [];
    this.#watches.delete(path);
    for (const fire of watchers) fire(type);
  }

  childrenOf(parent: string): readonly string[] {
    const paths = [...this.znodes.keys()].filter(path => path.startsWith(`${parent}/`));
    return paths.map(path => path.slice(parent.length + 1)).filter(name => !name.includes('/'));
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

export interface FakeSession extends FakeMethods {
  readonly calls: string[];
}

const node = 'n1' as NodeName;
const session = 9n;

export function fakeSession(
  tree: Tree,
  script: readonly Scripted[] = [],
  onEvent: SessionOptions['onEvent'] = () => {},
): FakeSession {
  const left = [...script];
  const calls: string[] = [];
  const ok = <T>(value: T): Reply<T> => ({ ok: true, value, zxid: tree.zxid, node, session });
  const failed = <T>(name: Failure, gone = true): Reply<T> => ({
    ok: false,
    error: zkError(CODES[name]),
    left: gone,
    ...(gone && { zxid: tree.zxid, node, session }),
  });
  const answer = async <T>(
    method: keyof FakeMethods,
    path: string,
    truth: () => Reply<T>,
  ): Promise<Reply<T>> => {
    calls.push(`${method} ${path}`);
    const at = left.findIndex(scripted => scripted.method === method);
    const [scripted] = at === -1 ? [] : left.splice(at, 1);
    scripted?.before?.(tree);
    if (scripted?.error === undefined) return truth();
    if (scripted.effect === true) truth();
    return failed(scripted.error, scripted.left);
  };
  const statOf = (path: string): Stat | undefined => {
    const znode = tree.znodes.get(path);
    return znode && { ...EMPTY_STAT, version: znode.version, czxid: znode.czxid };
  };
  const { znodes } = tree;
  const watch = (path: string, on = path): void =>
    tree.watch(on, type => onEvent({ kind: 'watch', type, path, node, session }));
  return {
    calls,
    create: (path, data, options) =>
      answer('create', path, () => {
        const name = options?.mode?.endsWith('-sequential') ? tree.nextName(path) : path;
        if (znodes.has(name)) return failed('NODEEXISTS');
        tree.put(name, new TextDecoder().decode(data));
        return ok({ path: name });
      }),
    delete: path =>
      answer('delete', path, () => {
        if (!znodes.has(path)) return failed('NONODE');
        tree.remove(path);
        return ok(undefined);
      }),
    exists: (path, options) =>
      answer('exists', path, () => {
        if (options?.watch === true) watch(path);
        return ok(statOf(path));
      }),
    getChildren: (path, options) =>
      answer('getChildren', path, () => {
        if (options?.watch === true) watch(path, `${path}/*`);
        return ok(tree.childrenOf(path));
      }),
    getData: (path, options) =>
      answer('getData', path, () => {
        if (options?.watch === true) watch(path);
        const [stat, znode] = [statOf(path), znodes.get(path)];
        if (stat === undefined || znode === undefined) return failed('NONODE');
        return ok({ data: new TextEncoder().encode(znode.text), stat });
      }),
    setData: (path, data, version = -1) =>
      answer('setData', path, () => {
        const znode = znodes.get(path);
        if (znode === undefined) return failed('NONODE');
        if (version !== -1 && version !== znode.version) return failed('BADVERSION');
        tree.put(path, new TextDecoder().decode(data));
        return ok(statOf(path) ?? EMPTY_STAT);
      }),
    sync: path => answer('sync', path, () => ok(path)),
    close: async () => true,
  };
}

const EMPTY_STAT: Stat = {
  czxid: 0n,
  mzxid: 0n,
  pzxid: 0n,
  ephemeralOwner: 0n,
  version: 0,
  cversion: 0,
  aversion: 0,
  dataLength: 0,
  numChildren: 0,
  ctime: 0,
  mtime: 0,
};
