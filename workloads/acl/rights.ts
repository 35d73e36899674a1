/** Who may do what: the access control lists of workload.ts, and what they permit. */

/** Of a client. `owner` may do everything, always; `nobody` has shown no password. */
export type User = 'owner' | 'ann' | 'bob' | 'nobody';

/** Whom an entry names: a user by password (digest), everybody (world), or addresses (ip). */
export type Grantee = 'ann' | 'bob' | 'world' | 'every-address' | 'no-address';

export type Right = 'read' | 'write' | 'create' | 'delete' | 'admin';

export interface Grant {
  readonly who: Grantee;
  readonly rights: readonly Right[];
}

/** Beside the owner, who is in every list. */
export type Grants = readonly Grant[];

export const RIGHTS: readonly Right[] = ['read', 'write', 'create', 'delete', 'admin'];
const USERS: readonly User[] = ['owner', 'ann', 'bob', 'nobody'];

/** Whose password the client of a process has. */
export function userOf(process: number): User {
  return USERS[process % USERS.length] ?? 'nobody';
}

export function permits(grants: Grants, user: User, right: Right): boolean {
  return user === 'owner' || namedBy(grants, user, right) !== undefined;
}

/** The scheme that lets the user do it. */
export function schemeOf(
  grants: Grants,
  user: User,
  right: Right,
): 'digest' | 'world' | 'ip' | undefined {
  const who = namedBy(grants, user, right);
  if (user === 'owner' || who === user) return 'digest';
  if (who === undefined) return undefined;
  return who === 'world' ? 'world' : 'ip';
}

function namedBy(grants: Grants, user: User, right: Right): Grantee | undefined {
  const named = grants.filter(({ rights }) => rights.includes(right)).map(({ who }) => who);
  return named.find(who => who === user || who === 'world' || who === 'every-address');
}
