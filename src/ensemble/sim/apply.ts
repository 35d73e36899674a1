/** Applies transactions to a state. What a transaction does never depends on what its leader knew beside it. */
import type { Change } from './change.ts';
import { code } from './error-code.ts';
import { parentOf } from './paths.ts';
import type { Rules } from './rules.ts';
import type { State } from './state.ts';
import type { Proposal, Txn } from './txn.ts';
import type { Seen, Znode } from './znode.ts';

/** The outcome that the client receives. */
export interface Result {
  readonly err: number;
  readonly path?: string;
  /** The znode right after the change: the reply carries its stat. */
  readonly seen?: Seen;
  /** The results of a multi, one for each part. */
  readonly parts?: readonly Part[];
}

export interface Part {
  readonly kind: Txn['kind'];
  readonly result: Result;
}

export interface Applied {
  readonly result: Result;
  readonly changes: readonly Change[];
}

/** The place of a transaction in the order, and the rules by which it is stored. */
export interface When extends Pick<Proposal, 'zxid' | 'timeMs'> {
  readonly rules: Pick<Rules, 'stored' | 'toldOfList' | 'partShown'>;
}

/** Changes the state. A transaction that cannot be applied is answered with an error, and changes nothing. */
export function apply(state: State, txn: Txn, when: When): Applied {
  switch (txn.kind) {
    case 'create':
      return create(state, txn, when);
    case 'delete':
      return remove(state, [txn.path], when);
    case 'setData':
      return setData(state, txn, when);
    case 'setAcl':
      return setAcl(state, txn, when);
    case 'check':
      return { result: { err: code.ok, path: txn.path }, changes: [] };
    case 'multi':
      return multi(state, txn.txns, when);
    case 'createSession':
      state.sessions.set(txn.session, txn.timeoutMs);
      return { result: { err: code.ok }, changes: [] };
    case 'closeSession':
      state.sessions.delete(txn.session);
      return remove(state, txn.paths, when);
    case 'error':
      return { result: failure(txn), changes: [] };
  }
}

function create(state: State, txn: Txn & { readonly kind: 'create' }, when: When): Applied {
  const parent = state.tree.get(parentOf(txn.path));
  if (parent === undefined) return refuse(code.noNode);
  const { data, acl, life } = txn;
  const { zxid, timeMs } = when;
  const born = { czxid: zxid, mzxid: zxid, pzxid: zxid, ctime: timeMs, mtime: timeMs };
  const fresh: Znode = { data, acl, life, ...born, version: 0, aversion: 0, births: 0 };
  const { stored } = when.rules;
  const znode = stored(fresh, { by: 'create', before: undefined, zxid });
  const grown = { ...parent, births: txn.births, pzxid: zxid };
  state.tree.put(parentOf(txn.path), stored(grown, { by: 'childCreated', before: parent, zxid }));
  state.tree.put(txn.path, znode);
  return {
    result: { err: code.ok, path: txn.path, seen: state.tree.seen(txn.path, znode) },
    changes: [{ kind: 'created', path: txn.path, acl, parentAcl: parent.acl }],
  };
}

function remove(state: State, paths: readonly string[], when: When): Applied {
  const changes: Change[] = [];
  for (const path of paths) {
    const [znode, parent] = [state.tree.get(path), state.tree.get(parentOf(path))];
    if (znode === undefined) continue;
    state.tree.remove(path);
    if (parent !== undefined) {
      const left = { ...parent, pzxid: when.zxid };
      const stored = when.rules.stored(left, {
        by: 'childDeleted',
        before: parent,
        zxid: when.zxid,
      });
      state.tree.put(parentOf(path), stored);
    }
    changes.push({ kind: 'deleted', path, acl: znode.acl, parentAcl: parent?.acl ?? [] });
  }
  return { result: { err: code.ok }, changes };
}

/** Stores the data of a znode. The most frequent change, made on every server: so it is made field by field. */
function setData(state: State, txn: Txn & { readonly kind: 'setData' }, when: When): Applied {
  const before = state.tree.get(txn.path);
  if (before === undefined) return refuse(code.noNode);
  const changed: Znode = {
    data: txn.data,
    acl: before.acl,
    life: before.life,
    czxid: before.czxid,
    mzxid: when.zxid,
    pzxid: before.pzxid,
    ctime: before.ctime,
    mtime: when.timeMs,
    version: txn.version,
    aversion: before.aversion,
    births: before.births,
  };
  const { acl } = before;
  const znode = when.rules.stored(changed, { by: 'setData', before, zxid: when.zxid });
  return put(state, txn.path, znode, [{ kind: 'data', path: txn.path, acl, parentAcl: acl }]);
}

function setAcl(state: State, txn: Txn & { readonly kind: 'setAcl' }, when: When): Applied {
  const { path, acl, version } = txn;
  const before = state.tree.get(path);
  if (before === undefined) return refuse(code.noNode);
  const changed = { ...before, acl, aversion: version };
  return put(
    state,
    path,
    when.rules.stored(changed, { by: 'setAcl', before, zxid: when.zxid }),
    when.rules.toldOfList({ kind: 'data', path, acl, parentAcl: acl }),
  );
}

function put(state: State, path: string, znode: Znode, changes: readonly Change[]): Applied {
  state.tree.put(path, znode);
  return { result: { err: code.ok, path, seen: state.tree.seen(path, znode) }, changes };
}

function multi(state: State, txns: readonly Txn[], when: When): Applied {
  const applied = txns.map(txn => ({ kind: txn.kind, ...apply(state, txn, when) }));
  const part = (kind: Txn['kind'], result: Result): Part => {
    const { path, seen } = result;
    const znode = path === undefined ? undefined : state.tree.get(path);
    if (path === undefined || seen === undefined || znode === undefined) return { kind, result };
    const shown = when.rules.partShown(seen, state.tree.seen(path, znode));
    return { kind, result: { ...result, seen: shown } };
  };
  return {
    result: { err: code.ok, parts: applied.map(({ kind, result }) => part(kind, result)) },
    changes: applied.flatMap(({ changes }) => changes),
  };
}

function failure({ code: err, parts }: Txn & { readonly kind: 'error' }): Result {
  if (parts === undefined) return { err };
  return { err, parts: parts.map(part => ({ kind: 'error', result: { err: part } })) };
}

function refuse(err: number): Applied {
  return { result: { err }, changes: [] };
}
