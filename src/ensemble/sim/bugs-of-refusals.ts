/** Bugs of refusals: requests that are let through, refused without reason, or refused with the wrong error. */
import { openAcl } from '../../zookeeper/data-records.ts';
import { type Bug, shownByApi } from './bug.ts';
import { code } from './error-code.ts';
import { parentOf } from './paths.ts';
import type { Rules } from './rules.ts';
import type { Asked } from './rules-of-state.ts';
import type { Txn } from './txn.ts';
import type { WriteOp } from './write.ts';

const REFUSED =
  'a request is refused exactly if the state demands it, with the error that says why';
const CONDITIONAL = 'a conditional write takes effect only at the version that it names';

const wrongError = shownByApi('wrong-error');
/** A request that was let through is seen as a success, or as a change that should not be. */
const letThrough = shownByApi('wrong-error', 'wrong-reply', 'phantom');

type Kind = WriteOp['kind'];
type Asking<K extends Kind> = WriteOp & { readonly kind: K };

/** Makes something else of requests of a kind that the model refuses with `err`. */
export function instead<K extends Kind>(
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

export const bugsOfRefusals: readonly Bug[] = [
  ...refusals.map(bug => ({ ...bug, promise: REFUSED })),
  ...conditions.map(bug => ({ ...bug, promise: CONDITIONAL })),
];
