/** Access control lists of workload.ts, and what they permit. */

/** The user of a client. `owner` may always do everything; `nobody` has given no password. */
export type User = 'owner' | 'ann' | 'bob' | 'nobody';

/** The subject of an entry: a user by password (digest), everybody (world), or addresses (ip). */
export type Grantee = 'ann' | 'bob' | 'world' | 'every-address' | 'no-address';

export type Right = 'read' | 'write' | 'create' | 'delete' | 'admin';

export interface Grant {
  readonly who: Grantee;
  readonly rights: readonly Right[];
}

/** Entries besides the owner's, who is in every list. */
export type Grants = readonly Grant[];

export const RIGHTS: readonly Right[] = ['read', 'write', 'create', 'delete', 'admin'];
const USERS: readonly User[] = ['owner', 'ann', 'bob', 'nobody'];

/** Returns the user whose password the process's client gives. */
export function userOf(process: number): User {
  return USERS[process % USERS.length] ?? 'nobody';
}

export function permits(grants: Grants, user: User, right: Right): boolean {
  return user === 'owner' || namedBy(grants, user, right) !== undefined;
}

/** Returns the scheme that permits the user's operation. */
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
