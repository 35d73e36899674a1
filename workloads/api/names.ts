/** The objects of `api`'s operations: a small tree that many sessions share, users, access control lists, and
 * data. All are fixed, so that a history need only name them. */
import { createHash } from 'node:crypto';
import type { Acl, Id } from '../../src/zookeeper/data-records.ts';
import { openAcl } from '../../src/zookeeper/data-records.ts';

export const ROOT = '/zoobreak-api';
/** The parent of znodes that are left alone: no other operation reads its list of children. */
export const LEFT = '/zoobreak-api-left';
/** Long for a name, short for a request. */
export const LONG: string = `${ROOT}/${'long-'.repeat(50)}`;

const FIRST = ['a', 'b', ' c d ', 'ü-漢字'];
const SECOND = ['x', 'y'];
/** Each below the one before it. */
const BELOW = ['p', 'deep', 'deeper'];

/** Paths that are created, deleted and created again, parents before their children. */
export const POOL: readonly string[] = [LONG, ...FIRST.flatMap(name => branch(`${ROOT}/${name}`))];

function branch(top: string): readonly string[] {
  return [top, ...SECOND.flatMap(name => limb(`${top}/${name}`))];
}

function limb(path: string): readonly string[] {
  const paths = [path];
  for (const name of BELOW) paths.push(`${paths.at(-1)}/${name}`);
  return paths;
}

export function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

/** Number of names in a path. */
export function depthOf(path: string): number {
  return path.split('/').length - 1;
}

/** Paths that no server takes, though their parent is there. Source: PathUtils.validatePath. */
export const BAD_PATHS: readonly string[] = [
  `${ROOT}/.`,
  `${ROOT}/..`,
  `${ROOT}/control\u0001`,
  `${ROOT}/delete\u007f`,
  `${ROOT}/outside-the-plane-\u{1f418}`,
  `${ROOT}/special\ufff0`,
  `${ROOT}/`,
];
/** Paths without a valid parent. */
export const PARENTLESS: readonly string[] = ['no-slash', `${ROOT}/null\0`, ''];
/** Znodes that no client can delete. Source: DataTree.isSpecialPath. */
export const UNDELETABLE: readonly string[] = ['/', '/zookeeper', '/zookeeper/quota'];

export const right = { read: 1, write: 2, create: 4, delete: 8, admin: 16 } as const;
const ALL = 31;

export const USERS = ['ann', 'bob', 'carol'] as const;
type User = (typeof USERS)[number];

export function credentialOf(user: string): Uint8Array {
  return new TextEncoder().encode(`${user}:secret of ${user}`);
}

const IDS: ReadonlyMap<string, Id> = new Map(USERS.map(name => [name, digestId(name)]));

/** Source: DigestAuthenticationProvider.generateDigest. */
function digestId(name: User): Id {
  const digest = createHash('sha1').update(credentialOf(name)).digest('base64');
  return { scheme: 'digest', id: `${name}:${digest}` };
}

function user(name: User, perms: number = ALL): Acl {
  return { perms, id: IDS.get(name) ?? digestId(name) };
}
const world = (perms: number): Acl => ({ perms, id: { scheme: 'world', id: 'anyone' } });
const address = (perms: number, id: string): Acl => ({ perms, id: { scheme: 'ip', id } });

type ListName =
  | 'open'
  | 'ann'
  | 'bob'
  | 'carol'
  | 'shared'
  | 'readable'
  | 'unreadable'
  | 'unwritable'
  | 'no creates'
  | 'no deletes'
  | 'unadministered'
  | 'several'
  | 'repeated';

/** Lists that grant everything to one user, or almost everything to everybody. */
export const LISTS: Readonly<Record<ListName, readonly Acl[]>> = {
  open: openAcl,
  ann: [user('ann')],
  bob: [user('bob')],
  carol: [user('carol')],
  shared: [user('carol'), user('ann', right.read)],
  readable: [user('bob'), world(right.read)],
  unreadable: [world(ALL - right.read)],
  unwritable: [user('ann'), world(ALL - right.write)],
  'no creates': [user('bob'), world(ALL - right.create)],
  'no deletes': [user('carol'), world(ALL - right.delete)],
  unadministered: [user('ann'), world(ALL - right.admin)],
  several: [user('ann'), user('bob', right.read + right.write), user('carol', right.create)],
  repeated: [user('ann'), user('ann'), world(right.read + right.create)],
};
export const LIST_NAMES: readonly ListName[] = Object.keys(LISTS) as ListName[];

/** Returns a list that grants everybody exactly these rights. */
export const granting = (perms: number): readonly Acl[] => [world(perms)];

/** Includes 192.0.2.0/24, reserved for documentation and used by no client (RFC 5737). */
export const ADDRESSES: readonly Acl[] = [address(ALL, '0.0.0.0/0'), address(ALL, '192.0.2.0/24')];

/** Stands for the users that a session has named. */
export const OWN: readonly Acl[] = [{ perms: ALL, id: { scheme: 'auth', id: '' } }];

/** Source: PrepRequestProcessor.fixupACL. */
export const BAD_LISTS: readonly (readonly Acl[])[] = [
  [],
  [{ perms: ALL, id: { scheme: 'world', id: 'somebody' } }],
  [{ perms: ALL, id: { scheme: 'unknown', id: 'ann' } }],
  [{ perms: ALL, id: { scheme: 'digest', id: 'ann' } }],
  [address(ALL, '10.0.0.300')],
  [...openAcl, { perms: ALL, id: { scheme: 'digest', id: 'a:b:c' } }],
];

/** Whether a list grants somebody with these users the right. */
export function permits(acl: readonly Acl[], wanted: number, users: ReadonlySet<string>): boolean {
  return acl.some(({ perms, id }) => (perms & wanted) !== 0 && isHeld(id, users));
}

function isHeld({ scheme, id }: Id, users: ReadonlySet<string>): boolean {
  if (scheme === 'world') return true;
  if (scheme === 'ip') return id === '0.0.0.0/0';
  return USERS.some(name => users.has(name) && IDS.get(name)?.id === id);
}

/** The list that servers store for `OWN`. */
export function ownList(users: ReadonlySet<string>): readonly Acl[] {
  return USERS.filter(name => users.has(name)).map(name => user(name));
}

export type DataName = 'empty' | 'text' | 'null bytes' | 'unicode' | 'no text' | 'some kB';

const KB = 1_024;
export const DATA: Readonly<Record<DataName, Uint8Array>> = {
  empty: new Uint8Array(),
  text: new TextEncoder().encode('text'),
  'null bytes': new Uint8Array(5),
  unicode: new TextEncoder().encode('ü 漢字 \u{1f418}'),
  'no text': Uint8Array.of(0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28),
  'some kB': new Uint8Array(3 * KB).fill(0x7a),
};
export const DATA_NAMES: readonly DataName[] = Object.keys(DATA) as DataName[];
