/** What later replies show of each znode. An explanation of what happened without a reply is held against
 * them before it is taken, so that a wrong one is not believed until a later reply contradicts it. */
import { isSequential, writesOf } from './changed.ts';
import { code } from './codes.ts';
import { effectiveError, isWrite } from './model/multi.ts';
import { nameOf, parentOf } from './model/paths.ts';
import { cversionOf, type Znode } from './model/znode.ts';
import type { Operation } from './operations.ts';
import { eachShown } from './shown.ts';
import type { State } from './state.ts';
import type { TraceRequest, TraceResult, TraceStat } from './trace.ts';

/** Replies that are looked at after the present state, for each path. */
const AHEAD = 4;
const NONE: readonly Operation[] = [];

/** Requests in doubt, by the paths that they change. */
interface InDoubt {
  at(path: string): readonly Operation[];
}

export class Evidence {
  readonly #operations: readonly Operation[];
  #byPath: Map<string, Operation[]> | undefined;

  /** `operations` in the order of their zxids. */
  constructor(operations: readonly Operation[]) {
    this.#operations = operations;
  }

  /** Tests whether a later reply excludes the present state of one of the paths. `upTo`: the zxid up to which
   * the state is complete. */
  contradicts(state: State, doubt: InDoubt, paths: Iterable<string>, upTo: number): boolean {
    for (const path of paths) {
      const ahead = this.#after(path, upTo).slice(0, AHEAD);
      if (ahead.some(operation => contradictsStat(state, path, operation, upTo))) return true;
      if (this.#contradictsPresence({ state, doubt, path, upTo }, ahead[0])) return true;
    }
    return false;
  }

  /** Tests whether a later reply shows the znode that was created at a zxid, gone or changed more often than that by
   * now. */
  excludes(
    { path, czxid, upTo }: { readonly path: string; readonly czxid: number; readonly upTo: number },
    node: Znode | undefined,
  ): boolean {
    let found = false;
    for (const { request, reply } of this.#after(path, upTo)) {
      eachShown(request, reply?.result ?? {}, (shown: string, { stat }: TraceResult) => {
        if (shown !== path || stat?.czxid !== czxid) return;
        found ||= node?.czxid !== czxid || exceeds(node, stat);
      });
    }
    return found;
  }

  /** Nobody may have created what a reply needs or lists, or deleted what a list lacks. */
  #contradictsPresence(
    { state, doubt, path, upTo }: Present,
    next: Operation | undefined,
  ): boolean {
    const node = state.tree.get(path);
    const isOpen = (f: 'create' | 'delete'): boolean =>
      doubt.at(path).some(operation => has(operation, f, path));
    if (node === undefined && next !== undefined && needs(next, path) && !isOpen('create'))
      return true;
    const list = this.#nextList(parentOf(path), upTo);
    if (list === undefined) return false;
    const listed = list.reply?.result?.children?.includes(nameOf(path)) ?? false;
    const isUntouched = next === undefined || zxidOf(next) > zxidOf(list);
    if (!isUntouched || listed === (node !== undefined)) return false;
    if (node === undefined) return !isOpen('create');
    return node.life === 'persistent' && !isOpen('delete');
  }

  #nextList(path: string, upTo: number): Operation | undefined {
    return this.#after(path, upTo)
      .slice(0, AHEAD)
      .find(
        ({ request, reply }) =>
          request.f.startsWith('getChildren') && reply?.result?.children !== undefined,
      );
  }

  /** Returns the successful operations on a path behind the state at `upTo`: reads of that state and later ones. */
  #after(path: string, upTo: number): readonly Operation[] {
    this.#byPath ??= indexed(this.#operations);
    const all = this.#byPath.get(path) ?? NONE;
    let [low, high] = [0, all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBehind(all[middle], upTo)) high = middle;
      else low = middle + 1;
    }
    return all.slice(low, low + AHEAD);
  }
}

/** A path in the state up to a zxid. */
interface Present {
  readonly state: State;
  readonly doubt: InDoubt;
  readonly path: string;
  readonly upTo: number;
}

/** Tests whether a request creates or deletes the znode at a path, perhaps by a number of its own. */
const has = (operation: Operation, f: 'create' | 'delete', path: string): boolean =>
  writesOf(operation).some(part =>
    f === 'delete'
      ? part.f === 'delete' && part.path === path
      : 'flags' in part && (isSequential(part) ? path.startsWith(part.path) : part.path === path),
  );

const zxidOf = ({ reply }: Operation): number => reply?.zxid ?? 0;

function isBehind(operation: Operation | undefined, upTo: number): boolean {
  if (operation === undefined) return true;
  const zxid = zxidOf(operation);
  return zxid > upTo || (zxid === upTo && !isWrite(operation.request));
}

function indexed(operations: readonly Operation[]): Map<string, Operation[]> {
  const byPath = new Map<string, Operation[]>();
  for (const operation of operations) {
    for (const path of pathsShown(operation)) {
      const known = byPath.get(path);
      if (known === undefined) byPath.set(path, [operation]);
      else if (known.at(-1) !== operation) known.push(operation);
    }
  }
  return byPath;
}

/** Returns the paths that a successful operation says something about. */
function* pathsShown({ request, reply }: Operation): Iterable<string> {
  if (reply === undefined || effectiveError(reply.err, reply.result) !== code.ok) return;
  for (const part of partsOf(request)) {
    if (!('path' in part)) continue;
    if (isSequential(part)) yield parentOf(part.path);
    else if (showsZnode(part)) yield part.path;
  }
  if (reply.result?.path !== undefined && isWrite(request)) yield reply.result.path;
}

const partsOf = (request: TraceRequest): readonly TraceRequest[] =>
  request.f === 'multi' || request.f === 'multiRead' ? request.parts : [request];

const showsZnode = ({ f }: TraceRequest): boolean =>
  isWriteName(f) || f.startsWith('get') || f === 'exists'
    ? f !== 'getEphemerals' && f !== 'getAllChildrenNumber'
    : false;

const isWriteName = (f: string): boolean =>
  f.startsWith('create') || f === 'delete' || f.startsWith('set') || f === 'check';

/** Tests whether an operation succeeds only if the znode is there before it. */
function needs({ request, reply }: Operation, path: string): boolean {
  if (request.f === 'multi' || request.f.startsWith('create')) return false;
  return 'path' in request && request.path === path && reply?.err === code.ok;
}

function contradictsStat(state: State, path: string, operation: Operation, upTo: number): boolean {
  const node = state.tree.get(path);
  if (node?.unknown.includes('stat')) return false;
  const { request, reply } = operation;
  if (node !== undefined && exceedsSequence(node, operation)) return true;
  let found = false;
  eachShown(request, reply?.result ?? {}, (shown: string, { stat }: TraceResult) => {
    if (shown !== path || stat === undefined) return;
    if (node !== undefined && node.czxid === stat.czxid) found ||= differs(node, stat, upTo);
    else found ||= stat.czxid <= upTo;
  });
  return found;
}

/** Versions only grow, and what was changed last before `upTo` is as it will be shown. */
function differs(node: Znode, stat: TraceStat, upTo: number): boolean {
  if (exceeds(node, stat)) return true;
  if (stat.mzxid <= upTo && (node.mzxid !== stat.mzxid || node.version !== stat.version)) {
    return true;
  }
  if (stat.pzxid > upTo) return false;
  return (
    node.pzxid !== stat.pzxid ||
    cversionOf(node) !== stat.cversion ||
    node.children.size !== stat.numChildren
  );
}

const exceeds = (node: Znode, stat: TraceStat): boolean =>
  node.version > stat.version || node.aversion > stat.aversion || cversionOf(node) > stat.cversion;

/** A later sequential name shows how many creations there were at most. */
function exceedsSequence(node: Znode, { request, reply }: Operation): boolean {
  return partsOf(request).some((part, at) => {
    if (!('path' in part) || !isSequential(part) || parentOf(part.path) !== node.path) return false;
    const name = reply?.result?.parts?.[at]?.path ?? reply?.result?.path ?? '';
    return node.creates > Number(name.slice(-10));
  });
}
