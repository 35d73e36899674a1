/** Bugs of combinations: every request is right alone, and wrong in the company of another part, refusal or watch. */
import { shownByApiUnder as api, type Bug } from './bug.ts';
import { code } from './error-code.ts';
import { parentOf } from './paths.ts';
import type { Asked } from './rules-of-state.ts';
import type { Txn } from './txn.ts';
import type { Before } from './undo.ts';
import type { WriteOp } from './write.ts';
import type { Znode } from './znode.ts';

export const bugsOfCombinations: readonly Bug[] = [
  {
    name: 'children-before-version',
    promise:
      'a request is refused exactly where the state demands it, with the error that it demands',
    breaks: 'a delete of a znode with children at a wrong version is refused as NotEmpty',
    shownBy: api('none', 'wrong-error'),
    rules: { prepared: childrenFirst },
  },
  {
    name: 'create-unguarded-in-multi',
    promise: 'only a session with the permission can do what it protects',
    breaks: 'a create below a znode that the same multi made needs no permission',
    shownBy: api('none', 'unauthorized-access', 'wrong-error'),
    rules: { prepared: unguardedBelowOwn },
  },
  {
    name: 'refused-delete-disowns',
    promise: 'an ephemeral, a container and a TTL znode last exactly as long as they should',
    breaks: 'an ephemeral that a refused multi would have deleted outlives its session',
    shownBy: api('none', 'ghost-ephemeral', 'missed-event', 'late-event'),
    rules: { takenBack: before => before.map(disowned) },
  },
  {
    name: 'container-made-persistent-by-list',
    promise: 'an ephemeral, a container and a TTL znode last exactly as long as they should',
    breaks: 'setACL makes a container persistent',
    shownBy: api('none', 'late-removal'),
    rules: { stored: (znode, { by }) => (by === 'setAcl' ? lasting(znode, 'container') : znode) },
  },
  {
    name: 'absence-watch-lost-on-move',
    promise: 'a watch tells its client of each change that it is for, once, and of no other',
    breaks: 'a watch on a znode that is not there is not set again after a move',
    shownBy: api('client', 'missed-event', 'late-event'),
    rules: { setsAgain: (_, waits) => !waits },
  },
];

function childrenFirst(txn: Txn, { op, ahead }: Asked): Txn {
  const isVersion = txn.kind === 'error' && txn.code === code.badVersion;
  const isFull = op.kind === 'delete' && ahead.tree.children(op.path).size > 0;
  return isVersion && isFull ? { kind: 'error', code: code.notEmpty } : txn;
}

function unguardedBelowOwn(txn: Txn, { op, write, ahead }: Asked): Txn {
  if (txn.kind !== 'error' || txn.code !== code.noAuth || op.kind !== 'create') return txn;
  const parent = ahead.tree.get(parentOf(op.path));
  if (parent === undefined || op.sequential || !makes(write.op, parentOf(op.path))) return txn;
  const { path, data, acl } = op;
  return {
    kind: 'create',
    path,
    data,
    acl,
    life: { kind: 'persistent' },
    births: parent.births + 1,
  };
}

function makes(op: WriteOp, path: string): boolean {
  return op.kind === 'multi' && op.ops.some(part => part.kind === 'create' && part.path === path);
}

function disowned([path, znode]: Before): Before {
  return [path, znode === undefined ? undefined : lasting(znode, 'ephemeral')];
}

function lasting(znode: Znode, kind: Znode['life']['kind']): Znode {
  return znode.life.kind === kind ? { ...znode, life: { kind: 'persistent' } } : znode;
}
