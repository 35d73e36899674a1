/** Bugs of requests that change something: refusals that are missing or wrong, names, multis, lifetimes. */
import { openAcl } from '../../zookeeper/data-records.ts';
import { permission } from './acl.ts';
import type { Bug, ShownBy } from './bug.ts';
import { code } from './error-code.ts';
import { parentOf } from './paths.ts';
import type { Rules } from './rules.ts';
import type { Asked } from './rules-of-state.ts';
import type { Txn } from './txn.ts';
import type { WriteOp } from './write.ts';

const REFUSED =
  'a request is refused exactly if the state demands it, with the error that says why';
const CONDITIONAL = 'a conditional write takes effect only at the version that it names';
const NAMES = 'sequential names never repeat under one parent, and grow in the order of commits';
const TOGETHER = 'a multi is all or nothing, and each of its parts has a result';
const LISTED = 'an access control list keeps out whoever it does not name';
const LIVES = 'an ephemeral, a container and a TTL znode last exactly as long as they should';

const api = (...anomalies: ShownBy['anomalies']): ShownBy => ({
  workload: 'api',
  nemeses: ['none'],
  anomalies,
  nodes: 3,
});
const wrongError = api('wrong-error');
/** What was let through is seen as a success, or as a change that should not be. */
const letThrough = api('wrong-error', 'wrong-reply', 'phantom');
const intruder = api('wrong-error', 'wrong-reply', 'unauthorized-access');
const lasting = api('ghost-ephemeral', 'lost-ephemeral', 'wrong-reply', 'wrong-error');
/** A deletion that nobody asked for, or a znode that should be there and is not. */
const removed = api('phantom', 'lost-write', 'wrong-error', 'wrong-reply', 'phantom-event');

type Kind = WriteOp['kind'];
type Asking<K extends Kind> = WriteOp & { readonly kind: K };

/** Makes something else of requests of a kind that are refused with that error. */
function instead<K extends Kind>(
  kind: K,
  err: number,
  make: (op: Asking<K>, asked: Asked) => Txn,
): Partial<Rules> {
  const isKind = (op: WriteOp): op is Asking<K> => op.kind === kind;
  return {
    prepared: (txn, asked) =>
      txn.kind === 'error' && txn.code === err && isKind(asked.op) ? make(asked.op, asked) : txn,
  };
}

function says(wrong: number, rightly: number): Partial<Rules> {
  return {
    prepared: txn =>
      txn.kind === 'error' && txn.code === rightly && txn.parts === undefined
        ? { kind: 'error', code: wrong }
        : txn,
  };
}

const createOf = ({ path, data, acl }: Asking<'create'>, asked: Asked): Txn => ({
  kind: 'create',
  path,
  data,
  acl,
  life: { kind: 'persistent' },
  births: 1 + (asked.ahead.tree.get(parentOf(path))?.births ?? 0),
});

const setDataOf = ({ path, data }: Asking<'setData'>, { ahead }: Asked): Txn => ({
  kind: 'setData',
  path,
  data,
  version: 1 + (ahead.tree.get(path)?.version ?? 0),
});

const refusals: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'ephemeral-takes-children',
    breaks: 'a znode can be created below an ephemeral',
    shownBy: letThrough,
    rules: instead('create', code.noChildrenForEphemerals, createOf),
  },
  {
    name: 'delete-with-children',
    breaks: 'a znode that has children is deleted',
    shownBy: letThrough,
    rules: instead('delete', code.notEmpty, ({ path }) => ({ kind: 'delete', path })),
  },
  {
    name: 'data-creates',
    breaks: 'a write to a znode that is not there creates it',
    shownBy: letThrough,
    rules: instead('setData', code.noNode, (op, asked) =>
      createOf(
        { ...op, kind: 'create', acl: openAcl, mode: { kind: 'persistent' }, sequential: false },
        asked,
      ),
    ),
  },
  {
    name: 'empty-list-accepted',
    breaks: 'a create with an invalid list is done, open to anyone',
    shownBy: letThrough,
    rules: instead('create', code.invalidAcl, (op, asked) =>
      createOf({ ...op, acl: openAcl }, asked),
    ),
  },
  {
    name: 'not-empty-as-bad-version',
    breaks: 'a delete of a znode with children is refused as BadVersion',
    shownBy: wrongError,
    rules: says(code.badVersion, code.notEmpty),
  },
  {
    name: 'exists-as-no-node',
    breaks: 'a create of a znode that is there is refused as NoNode',
    shownBy: wrongError,
    rules: says(code.noNode, code.nodeExists),
  },
  {
    name: 'denial-as-absence',
    breaks: 'a request without permission is refused as NoNode',
    shownBy: { ...wrongError, anomalies: ['wrong-error', 'wrongful-denial'] },
    rules: says(code.noNode, code.noAuth),
  },
  {
    name: 'no-node-as-bad-arguments',
    breaks: 'a request for a znode that is not there is refused as BadArguments',
    shownBy: wrongError,
    rules: says(code.badArguments, code.noNode),
  },
  {
    name: 'bad-version-as-no-node',
    breaks: 'a wrong version is refused as NoNode',
    shownBy: wrongError,
    rules: says(code.noNode, code.badVersion),
  },
  {
    name: 'invalid-list-as-bad-arguments',
    breaks: 'an invalid list is refused as BadArguments',
    shownBy: wrongError,
    rules: says(code.badArguments, code.invalidAcl),
  },
  {
    name: 'ephemeral-parent-as-exists',
    breaks: 'a create below an ephemeral is refused as NodeExists',
    shownBy: wrongError,
    rules: says(code.nodeExists, code.noChildrenForEphemerals),
  },
];

const conditions: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'delete-version-unchecked',
    breaks: 'a delete ignores its version',
    shownBy: letThrough,
    rules: instead('delete', code.badVersion, ({ path }) => ({ kind: 'delete', path })),
  },
  {
    name: 'data-version-unchecked',
    breaks: 'a write of data ignores its version',
    shownBy: letThrough,
    rules: instead('setData', code.badVersion, setDataOf),
  },
  {
    name: 'list-version-unchecked',
    breaks: 'setACL ignores its version',
    shownBy: letThrough,
    rules: instead('setAcl', code.badVersion, ({ path, acl }, { ahead }) => ({
      kind: 'setAcl',
      path,
      acl,
      version: 1 + (ahead.tree.get(path)?.aversion ?? 0),
    })),
  },
  {
    name: 'check-unchecked',
    breaks: 'a check within a multi ignores its version',
    shownBy: letThrough,
    rules: instead('check', code.badVersion, ({ path }) => ({ kind: 'check', path })),
  },
  {
    name: 'check-of-nothing',
    breaks: 'a check of a znode that is not there succeeds',
    shownBy: letThrough,
    rules: instead('check', code.noNode, ({ path }) => ({ kind: 'check', path })),
  },
  {
    name: 'version-zero-is-any',
    breaks: 'version 0 is taken for any version',
    shownBy: letThrough,
    rules: {
      versionMatches: (expected, actual) => expected <= 0 || expected === actual,
    },
  },
  {
    name: 'older-version-accepted',
    breaks: 'the version before the present one is accepted, too',
    shownBy: letThrough,
    rules: {
      versionMatches: (expected, actual) =>
        expected === -1 || expected === actual || (expected === actual - 1 && actual > 1),
    },
  },
  {
    name: 'any-version-refused',
    breaks: 'a write at any version is refused once its znode was written five times',
    shownBy: wrongError,
    rules: {
      versionMatches: (expected, actual) => (expected === -1 ? actual < 5 : expected === actual),
    },
  },
];

const names: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'sequence-skips',
    breaks: 'sequential names skip a number',
    shownBy: { ...api('wrong-reply'), workload: 'api' },
    rules: { sequence: births => (births >= 5 ? births + 1 : births) },
  },
  {
    name: 'sequence-unpadded',
    breaks: 'a sequential name has nine digits',
    shownBy: api('wrong-reply'),
    rules: {
      prepared: (txn, { op }) =>
        txn.kind === 'create' && op.kind === 'create' && op.sequential
          ? { ...txn, path: txn.path.replace(/0(\d{9})$/, '$1') }
          : txn,
    },
  },
  {
    name: 'sequence-not-counted',
    breaks: 'a child with a plain name does not count towards sequential names',
    shownBy: { ...api('wrong-reply', 'wrong-error', 'duplicate') },
    rules: {
      prepared: (txn, { op }) =>
        txn.kind === 'create' && op.kind === 'create' && !op.sequential
          ? { ...txn, births: txn.births - 1 }
          : txn,
    },
  },
];

const multis: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'multi-blames-first',
    breaks: 'a refused multi reports the error at its first part',
    shownBy: wrongError,
    rules: { prepared: blamesFirst },
  },
  {
    name: 'multi-blames-all',
    breaks: 'a refused multi reports the error at every part',
    shownBy: wrongError,
    rules: {
      prepared: txn =>
        txn.kind === 'error' && txn.parts !== undefined
          ? { ...txn, parts: txn.parts.map(() => txn.code) }
          : txn,
    },
  },
  {
    name: 'multi-loses-last',
    breaks: 'the last of three parts or more is not done',
    shownBy: api('wrong-reply', 'partial-multi', 'lost-write', 'wrong-error'),
    rules: {
      prepared: txn =>
        txn.kind === 'multi' && txn.txns.length > 2 ? { ...txn, txns: txn.txns.slice(0, -1) } : txn,
    },
  },
  {
    name: 'multi-reversed',
    breaks: 'the parts of a multi are applied from the last to the first',
    shownBy: api('wrong-reply', 'wrong-error', 'partial-multi', 'lost-write'),
    rules: {
      prepared: txn => (txn.kind === 'multi' ? { ...txn, txns: txn.txns.toReversed() } : txn),
    },
  },
  {
    name: 'multi-first-part-twice',
    breaks: 'the first part of a multi is reported as the second, too',
    shownBy: api('wrong-reply', 'partial-multi', 'lost-write', 'wrong-error'),
    rules: {
      prepared: txn =>
        txn.kind === 'multi' && txn.txns.length > 1
          ? {
              ...txn,
              txns: txn.txns.flatMap((part, at) => (at === 1 ? txn.txns.slice(0, 1) : part)),
            }
          : txn,
    },
  },
];

function unchecked(right: number): Partial<Rules> {
  return { granted: (isGranted, wanted) => isGranted || (wanted & right) !== 0 };
}

const lists: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'read-unguarded',
    breaks: 'the READ permission is not checked',
    shownBy: intruder,
    rules: unchecked(permission.read),
  },
  {
    name: 'write-unguarded',
    breaks: 'the WRITE permission is not checked',
    shownBy: intruder,
    rules: unchecked(permission.write),
  },
  {
    name: 'create-unguarded',
    breaks: 'the CREATE permission is not checked',
    shownBy: intruder,
    rules: unchecked(permission.create),
  },
  {
    name: 'delete-unguarded',
    breaks: 'the DELETE permission is not checked',
    shownBy: intruder,
    rules: unchecked(permission.delete),
  },
  {
    name: 'admin-unguarded',
    breaks: 'the ADMIN permission is not checked',
    shownBy: intruder,
    rules: unchecked(permission.admin),
  },
];

/** A transaction that gives its znode another lifetime than was asked for. */
function livesAs(asked: 'ephemeral' | 'container' | 'ttl'): Partial<Rules> {
  return {
    prepared: (txn, { op }) =>
      txn.kind === 'create' && op.kind === 'create' && op.mode.kind === asked
        ? { ...txn, life: { kind: 'persistent' } }
        : txn,
  };
}

const lifetimes: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'ephemeral-made-persistent',
    breaks: 'an ephemeral is stored as a persistent znode',
    shownBy: lasting,
    rules: livesAs('ephemeral'),
  },
  {
    name: 'ephemeral-of-next-session',
    breaks: 'an ephemeral belongs to another session than the one that created it',
    shownBy: lasting,
    rules: {
      prepared: txn =>
        txn.kind === 'create' && txn.life.kind === 'ephemeral'
          ? { ...txn, life: { ...txn.life, session: txn.life.session + 1n } }
          : txn,
    },
  },
  {
    name: 'first-ephemeral-outlives',
    breaks: 'the end of a session leaves the first of its ephemerals',
    shownBy: lasting,
    rules: { ephemeralsToRemove: paths => paths.slice(1) },
  },
  {
    name: 'close-removes-others',
    breaks: 'the end of a session removes an ephemeral of another session, too',
    shownBy: lasting,
    rules: { prepared: alsoOfAnother },
  },
  {
    name: 'container-never-used-removed',
    breaks: 'a container is removed before it had any child',
    shownBy: removed,
    rules: { isOver: ({ life }, children) => life.kind === 'container' && children === 0 },
  },
  {
    name: 'container-removed-with-children',
    breaks: 'a container is removed though it has children',
    shownBy: removed,
    rules: {
      isOver: ({ life }) => life.kind === 'container',
      ...instead('deleteContainer', code.notEmpty, ({ path }) => ({ kind: 'delete', path })),
    },
  },
  {
    name: 'ttl-early',
    breaks: 'a TTL znode is removed after a tenth of its time',
    shownBy: removed,
    rules: {
      isOver: ({ life, mtime }, children, wallMs) =>
        life.kind === 'ttl' && children === 0 && wallMs - mtime > life.ttlMs / 10,
    },
  },
  {
    name: 'ttl-from-creation',
    breaks: 'the time of a TTL znode counts from its creation, whatever was written since',
    shownBy: removed,
    rules: {
      isOver: ({ life, ctime }, children, wallMs) =>
        life.kind === 'ttl' && children === 0 && wallMs - ctime > life.ttlMs,
    },
  },
  {
    name: 'ttl-removed-with-children',
    breaks: 'a TTL znode is removed though it has children',
    shownBy: removed,
    rules: {
      isOver: ({ life, mtime }, _, wallMs) => life.kind === 'ttl' && wallMs - mtime > life.ttlMs,
      ...instead('deleteContainer', code.notEmpty, ({ path }) => ({ kind: 'delete', path })),
    },
  },
  {
    name: 'ttl-never',
    breaks: 'no TTL znode is removed',
    shownBy: lasting,
    rules: {
      isOver: ({ life, births }, children) =>
        life.kind === 'container' && births > 0 && children === 0,
    },
  },
  {
    name: 'container-never',
    breaks: 'no container is removed',
    shownBy: lasting,
    rules: {
      isOver: ({ life, mtime }, children, wallMs) =>
        life.kind === 'ttl' && children === 0 && wallMs - mtime > life.ttlMs,
    },
  },
];

function blamesFirst(txn: Txn): Txn {
  if (txn.kind !== 'error' || txn.parts === undefined) return txn;
  const parts = txn.parts.map((_, at) => (at === 0 ? txn.code : code.runtimeInconsistency));
  return { ...txn, parts };
}

function alsoOfAnother(txn: Txn, { ahead }: Asked): Txn {
  if (txn.kind !== 'closeSession') return txn;
  const others = [...ahead.sessions.keys()].filter(session => session !== txn.session);
  const theirs = others.flatMap(session => [...ahead.tree.ephemerals(session)]);
  return { ...txn, paths: [...txn.paths, ...theirs.slice(0, 1)] };
}

export const bugsOfWrites: readonly Bug[] = [
  ...refusals.map(bug => ({ ...bug, promise: REFUSED })),
  ...conditions.map(bug => ({ ...bug, promise: CONDITIONAL })),
  ...names.map(bug => ({ ...bug, promise: NAMES })),
  ...multis.map(bug => ({ ...bug, promise: TOGETHER })),
  ...lists.map(bug => ({ ...bug, promise: LISTED })),
  ...lifetimes.map(bug => ({ ...bug, promise: LIVES })),
];
