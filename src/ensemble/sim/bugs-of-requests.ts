/** Bugs of the leader's check of a request: rights that are those of another request, refusals that are
 *  forgotten, what a refused multi leaves, and names, data, lists and lifetimes that are stored otherwise. */
import { openAcl } from '../../zookeeper/data-records.ts';
import { permission, permits } from './acl.ts';
import { type Bug, shownByApi } from './bug.ts';
import { code } from './error-code.ts';
import { parentOf } from './paths.ts';
import type { Rules } from './rules.ts';
import type { Asked } from './rules-of-state.ts';
import type { Txn } from './txn.ts';
import type { Life } from './znode.ts';

const REFUSED =
  'a request is refused exactly if the state demands it, with the error that says why';
const CONDITIONAL = 'a conditional write takes effect only at the version that it names';
const TOGETHER = 'a multi is all or nothing, and each of its parts has a result';
const LISTED = 'an access control list keeps out anyone that it does not name';
const STORED = 'what is read is what was written last';
const LIVES = 'an ephemeral, a container and a TTL znode last exactly as long as they should';

const wrongError = shownByApi('wrong-error', 'wrong-reply');
const rights = shownByApi('wrong-error', 'wrong-reply', 'unauthorized-access', 'wrongful-denial');
const stored = shownByApi('wrong-reply', 'lost-write', 'data-corruption', 'wrong-error');
const undone = shownByApi('wrong-error', 'wrong-reply', 'partial-multi', 'lost-write', 'phantom');
const lasting = shownByApi('ghost-ephemeral', 'wrong-reply', 'wrong-error', 'late-removal');

/** Refuses a request unless a list grants the right to it, beside what is checked anyway. */
function alsoNeeds(kind: Txn['kind'], right: number, of: 'znode' | 'parent'): Partial<Rules> {
  return {
    prepared: (txn, { ahead, write }) => {
      if (txn.kind !== kind || !('path' in txn)) return txn;
      const znode = ahead.tree.get(of === 'znode' ? txn.path : parentOf(txn.path));
      const isGranted = znode === undefined || permits(znode.acl, right, write.ids);
      return isGranted ? txn : { kind: 'error', code: code.noAuth };
    },
  };
}

/** Stores another lifetime than the client requested. */
function livesAs(asked: Life['kind'], life: Life): Partial<Rules> {
  return {
    prepared: txn => (txn.kind === 'create' && txn.life.kind === asked ? { ...txn, life } : txn),
  };
}

/** Makes something else of a create. */
function created(
  make: (txn: Txn & { readonly kind: 'create' }, asked: Asked) => Txn,
): Partial<Rules> {
  return { prepared: (txn, asked) => (txn.kind === 'create' ? make(txn, asked) : txn) };
}

const DEEP = 6;

const refusals: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'root-as-not-empty',
    breaks: 'a delete of the root is refused as NotEmpty',
    shownBy: wrongError,
    rules: {
      prepared: (txn, { op }) =>
        txn.kind === 'error' && op.kind === 'delete' && op.path === '/'
          ? { kind: 'error', code: code.notEmpty }
          : txn,
    },
  },
  {
    name: 'deep-path-refused',
    breaks: 'a create of a path with six names or more is refused as BadArguments',
    shownBy: wrongError,
    rules: created(txn =>
      txn.path.split('/').length > DEEP ? { kind: 'error', code: code.badArguments } : txn,
    ),
  },
  {
    name: 'auth-entry-as-anyone',
    breaks: 'a list of the scheme auth from a client without an identity opens the znode to anyone',
    shownBy: wrongError,
    rules: {
      prepared: (txn, { op, ahead }) => {
        if (txn.kind !== 'error' || txn.code !== code.invalidAcl || op.kind !== 'setAcl')
          return txn;
        const znode = ahead.tree.get(op.path);
        const isAuth = op.acl.some(({ id }) => id.scheme === 'auth');
        return znode === undefined || !isAuth
          ? txn
          : { kind: 'setAcl', path: op.path, acl: openAcl, version: znode.aversion + 1 };
      },
    },
  },
  {
    name: 'refused-delete-acknowledged',
    breaks: 'a delete with a wrong version is answered as if it was done',
    shownBy: wrongError,
    rules: {
      prepared: (txn, { op }) =>
        txn.kind === 'error' && txn.code === code.badVersion && op.kind === 'delete'
          ? { kind: 'check', path: op.path }
          : txn,
    },
  },
];

const conditions: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'negative-version-is-any',
    breaks: 'every negative version is taken for any version',
    shownBy: wrongError,
    rules: { versionMatches: (expected, actual) => expected < 0 || expected === actual },
  },
];

const multis: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'refused-multi-counts-children',
    breaks: 'a refused multi leaves the count of children of its parents raised',
    shownBy: undone,
    rules: {
      takenBack: before =>
        before.filter(([, znode], at) => at % 2 === 1 || znode === undefined || znode.births === 0),
    },
  },
  {
    name: 'refused-multi-leaves-deletes',
    breaks: 'the leader takes znodes for deleted that a refused multi would have deleted',
    shownBy: undone,
    rules: { takenBack: before => before.filter(([, znode]) => znode === undefined) },
  },
];

const lists: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'delete-needs-own-list',
    breaks: 'a delete needs the DELETE permission of the znode, too',
    shownBy: rights,
    rules: alsoNeeds('delete', permission.delete, 'znode'),
  },
  {
    name: 'create-needs-write',
    breaks: 'a create needs the WRITE permission of the parent, too',
    shownBy: rights,
    rules: alsoNeeds('create', permission.write, 'parent'),
  },
  {
    name: 'set-acl-needs-write',
    breaks: 'setACL needs the WRITE permission, too',
    shownBy: rights,
    rules: alsoNeeds('setAcl', permission.write, 'znode'),
  },
  {
    name: 'list-shown-to-anyone',
    breaks: 'getACL needs no permission',
    shownBy: rights,
    rules: {
      granted: (isGranted, wanted) => isGranted || wanted === (permission.read | permission.admin),
    },
  },
  {
    name: 'admin-right-lost',
    breaks: 'a list is stored without the ADMIN permission when setACL sets it',
    shownBy: rights,
    rules: {
      prepared: txn =>
        txn.kind === 'setAcl'
          ? {
              ...txn,
              acl: txn.acl.map(entry => ({ ...entry, perms: entry.perms & ~permission.admin })),
            }
          : txn,
    },
  },
];

const contents: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'name-trimmed',
    breaks: 'spaces at the end of a name are dropped',
    shownBy: stored,
    rules: created(txn => ({ ...txn, path: txn.path.trimEnd() })),
  },
  {
    name: 'data-as-text',
    breaks: 'data that is no UTF-8 is stored with replacement characters',
    shownBy: stored,
    rules: { storedData: data => Buffer.from(Buffer.from(data).toString()) },
  },
  {
    name: 'list-version-starts-at-one',
    breaks: 'the version of a new list is 1',
    shownBy: stored,
    rules: {
      stored: (znode, { by }) => (by === 'create' ? { ...znode, aversion: 1 } : znode),
    },
  },
  {
    name: 'same-data-ignored',
    breaks: 'a write of the data that is there already changes nothing',
    shownBy: stored,
    rules: {
      stored: (znode, { by, before }) =>
        by === 'setData' && before !== undefined && Buffer.compare(before.data, znode.data) === 0
          ? before
          : znode,
    },
  },
];

const lifetimes: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'ttl-made-persistent',
    breaks: 'a TTL znode is stored as a persistent one',
    shownBy: lasting,
    rules: livesAs('ttl', { kind: 'persistent' }),
  },
  {
    name: 'container-made-persistent',
    breaks: 'a container is stored as a persistent znode',
    shownBy: lasting,
    rules: livesAs('container', { kind: 'persistent' }),
  },
  {
    name: 'close-forgets-sequential',
    breaks: 'the end of a session leaves its sequential ephemerals',
    shownBy: lasting,
    rules: { ephemeralsToRemove: paths => paths.filter(path => !/\d{10}$/.test(path)) },
  },
  {
    name: 'emptied-persistent-removed',
    breaks: 'a persistent znode is removed, too, once it has lost its last child',
    shownBy: shownByApi('phantom', 'lost-write', 'wrong-error', 'wrong-reply', 'phantom-event'),
    rules: {
      isOver: ({ life, births, mtime }, children, wallMs) =>
        children === 0 &&
        (life.kind === 'ttl' ? wallMs - mtime > life.ttlMs : births > 0) &&
        life.kind !== 'ephemeral',
      prepared: (txn, { op }) =>
        txn.kind === 'error' && op.kind === 'deleteContainer' && txn.code === code.badVersion
          ? { kind: 'delete', path: op.path }
          : txn,
    },
  },
];

export const bugsOfRequests: readonly Bug[] = [
  ...refusals.map(bug => ({ ...bug, promise: REFUSED })),
  ...conditions.map(bug => ({ ...bug, promise: CONDITIONAL })),
  ...multis.map(bug => ({ ...bug, promise: TOGETHER })),
  ...lists.map(bug => ({ ...bug, promise: LISTED })),
  ...contents.map(bug => ({ ...bug, promise: STORED })),
  ...lifetimes.map(bug => ({ ...bug, promise: LIVES })),
];
