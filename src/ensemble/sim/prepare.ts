/** Makes transactions of requests: the leader's check of each against the state as it will be once
 *  everything proposed so far is committed. Refusals are transactions too. Source: PrepRequestProcessor.java. */

import { permission, permits, storedAcl } from './acl.ts';
import { apply, type When } from './apply.ts';
import { code } from './error-code.ts';
import { hasParent, isDeletable, isPath, parentOf } from './paths.ts';
import type { Rules } from './rules.ts';
import type { State } from './state.ts';
import type { Txn } from './txn.ts';
import { type Before, restore, touched } from './undo.ts';
import type { Write, WriteOp } from './write.ts';
import type { Life, Znode } from './znode.ts';

/** Where a request is prepared. */
interface Bench {
  /** The state ahead: prepared transactions have been applied to it. */
  readonly ahead: State;
  /** The state as committed by now. */
  readonly committed: State;
  readonly rules: Rules;
  readonly when: When;
}

type Op<K extends WriteOp['kind']> = WriteOp & { readonly kind: K };

/** The transaction, already applied to the state ahead. */
export function prepare(bench: Bench, write: Write): Txn {
  const txn = prepareOp(bench, write, write.op);
  if (txn.kind !== 'multi') apply(bench.ahead, txn, bench.when);
  return txn;
}

function prepareOp(bench: Bench, write: Write, op: WriteOp): Txn {
  const txn = prepareHonestly(bench, write, op);
  return bench.rules.prepared(txn, { op, write, ahead: bench.ahead });
}

function prepareHonestly(bench: Bench, write: Write, op: WriteOp): Txn {
  switch (op.kind) {
    case 'create':
      return create(bench, write, op);
    case 'delete':
      return remove(bench, write, op);
    case 'setData':
      return setData(bench, write, op);
    case 'setAcl':
      return setAcl(bench, write, op);
    case 'check':
      return check(bench, write, op);
    case 'multi':
      return multi(bench, write, op);
    case 'createSession':
      return { kind: 'createSession', session: write.session, timeoutMs: op.timeoutMs };
    case 'closeSession':
      return closeSession(bench, write.session);
    case 'deleteContainer':
      return deleteContainer(bench, op);
    case 'refused':
      return error(op.code);
  }
}

function create({ ahead, rules }: Bench, write: Write, op: Op<'create'>): Txn {
  if (!hasParent(op.path)) return error(code.badArguments);
  const acl = storedAcl(op.acl, write.ids);
  if (acl === undefined) return error(code.invalidAcl);
  const parent = ahead.tree.get(parentOf(op.path));
  if (parent === undefined) return error(code.noNode);
  if (!mayDo(rules, parent, permission.create, write)) return error(code.noAuth);
  const path = op.sequential
    ? `${op.path}${suffix(rules.sequence(parent.births, ahead.tree.children(parentOf(op.path)).size))}`
    : op.path;
  if (!isPath(path)) return error(code.badArguments);
  if (ahead.tree.get(path) !== undefined && !rules.createsAgain) return error(code.nodeExists);
  if (parent.life.kind === 'ephemeral') return error(code.noChildrenForEphemerals);
  const life = lifeOf(op, write);
  return {
    kind: 'create',
    path,
    data: rules.storedData(op.data),
    acl,
    life,
    births: parent.births + 1,
  };
}

function remove({ ahead, rules }: Bench, write: Write, op: Op<'delete'>): Txn {
  if (!isDeletable(op.path)) return error(code.badArguments);
  const parent = ahead.tree.get(parentOf(op.path));
  const znode = ahead.tree.get(op.path);
  if (znode === undefined && rules.deletesAbsent) return { kind: 'delete', path: op.path };
  if (parent === undefined) return error(code.noNode);
  if (!mayDo(rules, parent, permission.delete, write)) return error(code.noAuth);
  if (znode === undefined) return error(code.noNode);
  if (!rules.versionMatches(op.version, znode.version)) return error(code.badVersion);
  if (ahead.tree.children(op.path).size > 0) return error(code.notEmpty);
  return { kind: 'delete', path: op.path };
}

function setData({ ahead, rules }: Bench, write: Write, op: Op<'setData'>): Txn {
  const znode = ahead.tree.get(op.path);
  if (znode === undefined) return error(isPath(op.path) ? code.noNode : code.badArguments);
  if (!mayDo(rules, znode, permission.write, write)) return error(code.noAuth);
  if (!rules.versionMatches(op.version, znode.version)) return error(code.badVersion);
  const version = rules.nextVersion(znode.version);
  return { kind: 'setData', path: op.path, data: rules.storedData(op.data), version };
}

function setAcl({ ahead, rules }: Bench, write: Write, op: Op<'setAcl'>): Txn {
  if (!isPath(op.path)) return error(code.badArguments);
  const acl = storedAcl(op.acl, write.ids);
  if (acl === undefined) return error(code.invalidAcl);
  const znode = ahead.tree.get(op.path);
  if (znode === undefined) return error(code.noNode);
  if (!mayDo(rules, znode, permission.admin, write)) return error(code.noAuth);
  if (!rules.versionMatches(op.version, znode.aversion)) return error(code.badVersion);
  return { kind: 'setAcl', path: op.path, acl, version: znode.aversion + 1 };
}

function check({ ahead, rules }: Bench, write: Write, op: Op<'check'>): Txn {
  const znode = ahead.tree.get(op.path);
  if (znode === undefined) return error(isPath(op.path) ? code.noNode : code.badArguments);
  if (!mayDo(rules, znode, permission.read, write)) return error(code.noAuth);
  if (!rules.versionMatches(op.version, znode.version)) return error(code.badVersion);
  return { kind: 'check', path: op.path };
}

/** Each part sees what the parts before it did; the first that is refused undoes them all. */
function multi(bench: Bench, write: Write, op: Op<'multi'>): Txn {
  const txns: Txn[] = [];
  const before: Before[] = [];
  const checking = bench.rules.checksSeeParts ? bench : { ...bench, ahead: bench.ahead.copy() };
  for (const part of op.ops) {
    const txn = prepareOp(part.kind === 'check' ? checking : bench, write, part);
    if (txn.kind === 'error' && !bench.rules.multiGoesOn) {
      restore(bench.ahead.tree, bench.rules.takenBack(before));
      return {
        kind: 'error',
        code: txn.code,
        parts: partCodes(op.ops.length, txns.length, txn.code),
      };
    }
    before.push(...touched(bench.ahead.tree, txn));
    apply(bench.ahead, txn, bench.when);
    txns.push(txn);
  }
  return { kind: 'multi', txns };
}

/** What a refused multi says of each part: undone, the culprit, not tried. */
function partCodes(length: number, culprit: number, err: number): readonly number[] {
  return Array.from({ length }, (_, at) => {
    if (at === culprit) return err;
    return at < culprit ? code.ok : code.runtimeInconsistency;
  });
}

function closeSession({ ahead, committed, rules }: Bench, session: bigint): Txn {
  const own = [...ahead.tree.ephemerals(session)];
  const paths = rules.ephemeralsToRemove(own, committed.tree.ephemerals(session));
  return { kind: 'closeSession', session, paths };
}

function deleteContainer({ ahead, rules }: Bench, { path }: Op<'deleteContainer'>): Txn {
  const znode = ahead.tree.get(path);
  if (znode === undefined) return error(code.noNode);
  const mortal = znode.life.kind === 'container' || znode.life.kind === 'ttl';
  if (!mortal) return error(code.badVersion);
  const isLeft = rules.minds === 'children on their way' && ahead.tree.children(path).size > 0;
  return isLeft ? error(code.notEmpty) : { kind: 'delete', path };
}

function mayDo(rules: Rules, znode: Znode, wanted: number, write: Write): boolean {
  return !rules.checksAcl || rules.granted(permits(znode.acl, wanted, write.ids), wanted);
}

function lifeOf({ mode }: Op<'create'>, write: Write): Life {
  if (mode.kind === 'ttl') return mode;
  return mode.kind === 'ephemeral'
    ? { kind: 'ephemeral', session: write.session }
    : { kind: mode.kind };
}

/** Ten digits, as ZooKeeper appends them to a sequential name. */
function suffix(sequence: number): string {
  return sequence.toString().padStart(10, '0');
}

function error(err: number): Txn {
  return { kind: 'error', code: err };
}
