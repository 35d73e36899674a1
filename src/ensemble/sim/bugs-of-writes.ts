/** Bugs of requests that change something: names, multis, access control lists, lifetimes. */
import { permission } from './acl.ts';
import { type Bug, shownByApi } from './bug.ts';
import { instead } from './bugs-of-refusals.ts';
import { code } from './error-code.ts';
import type { Rules } from './rules.ts';
import type { Asked } from './rules-of-state.ts';
import type { Txn } from './txn.ts';

const NAMES = 'sequential names never repeat under one parent, and grow in the order of commits';
const TOGETHER = 'a multi is all or nothing, and each of its parts has a result';
const LISTED = 'an access control list keeps out every client that it does not permit';
const LIVES = 'an ephemeral, a container and a TTL znode last exactly as long as they should';

const wrongError = shownByApi('wrong-error');
const intruder = shownByApi('wrong-error', 'wrong-reply', 'unauthorized-access');
const lasting = shownByApi(
  ...(['ghost-ephemeral', 'lost-ephemeral', 'late-removal'] as const),
  ...(['wrong-reply', 'wrong-error'] as const),
);
/** A deletion that nobody requested, or a znode that should be there and is not. */
const removed = shownByApi('phantom', 'lost-write', 'wrong-error', 'wrong-reply', 'phantom-event');

const names: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'sequence-skips',
    breaks: 'sequential names skip a number',
    shownBy: shownByApi('wrong-reply'),
    rules: { sequence: births => (births >= 5 ? births + 1 : births) },
  },
  {
    name: 'sequence-unpadded',
    breaks: 'a sequential name has nine digits',
    shownBy: shownByApi('wrong-reply'),
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
    shownBy: shownByApi('wrong-reply', 'wrong-error', 'duplicate'),
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
    shownBy: shownByApi('wrong-reply', 'partial-multi', 'lost-write', 'wrong-error'),
    rules: {
      prepared: txn =>
        txn.kind === 'multi' && txn.txns.length > 2 ? { ...txn, txns: txn.txns.slice(0, -1) } : txn,
    },
  },
  {
    name: 'multi-reversed',
    breaks: 'the parts of a multi are applied from the last to the first',
    shownBy: shownByApi('wrong-reply', 'wrong-error', 'partial-multi', 'lost-write'),
    rules: {
      prepared: txn => (txn.kind === 'multi' ? { ...txn, txns: txn.txns.toReversed() } : txn),
    },
  },
  {
    name: 'multi-first-part-twice',
    breaks: 'the first part of a multi is reported as the second, too',
    shownBy: shownByApi('wrong-reply', 'partial-multi', 'lost-write', 'wrong-error'),
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

/** A transaction that gives its znode another lifetime than the client requested. */
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
    breaks: 'the time of a TTL znode counts from its creation, despite later writes',
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
  ...names.map(bug => ({ ...bug, promise: NAMES })),
  ...multis.map(bug => ({ ...bug, promise: TOGETHER })),
  ...lists.map(bug => ({ ...bug, promise: LISTED })),
  ...lifetimes.map(bug => ({ ...bug, promise: LIVES })),
];
