/** Znodes whose access control lists change, and four users who try forbidden operations: `owner`, `ann`,
 * `bob` (each with a password) and `nobody`; the process decides which.
 *   grant  value [{who, rights}, ...]   setACL: these, and everything for the owner
 *                                       ok: {refused: 'NOAUTH'}, or {refused: null, aversion}
 *   use    value {right, child}         getData, setData, or create or delete of a child
 *                                       ok: {refused: 'NOAUTH'}, or {refused: null}
 * A lost reply leaves a grant or a write `info`. A child that is not there to delete is a `fail`. */

import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import type { Workload, WorkloadOptions } from '../../src/contract.ts';
import { independentKeys, mix } from '../../src/generator/index.ts';
import type { Random } from '../../src/random.ts';
import { exceptForWeakReads } from '../claims.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { lacking } from '../features.ts';
import { access } from './checker.ts';
import { type AclOp, aclClient, GUARDED } from './client.ts';
import { type Grant, type Grantee, RIGHTS, userOf } from './rights.ts';

const OPERATIONS_PER_ZNODE = 150;
/** At least one of each user, and the owner twice. */
const THREADS_PER_ZNODE = 6;
/** Besides the owner's entry. */
const MOST_GRANTS = 2;
const CHILDREN_IN_USE = 4;
const CLAIM: Claim = {
  claim:
    'an operation is refused with NoAuth if and only if the access control list that was set last denies it to the client, by digest, IP address or world. Releases up to 3.9.6 break this for a moment: after a new list is acknowledged, and until the leader has applied it, writes are still checked against the list before it (late-revocation, late-grant)',
  source:
    "ZooKeeper Programmer's Guide, ZooKeeper access control using ACLs (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#sc_ZooKeeperAccessControl)",
};

export const acl: WorkloadEntry = {
  name: 'acl',
  doc: 'access control lists that change, and users who try what they do not permit',
  claims: exceptForWeakReads(CLAIM, 'a read may be checked against an earlier list'),
  create,
};

function create(options: WorkloadOptions): Workload<AclOp> {
  const { reads, concurrency, keys, random, ensemble } = options;
  const skipped = lacking(ensemble, 'blocks of addresses');
  const whos: readonly Grantee[] =
    skipped.length > 0
      ? ['ann', 'bob', 'world']
      : ['ann', 'bob', 'world', 'every-address', 'no-address'];
  const inUse = Math.max(1, Math.min(keys, Math.floor(concurrency / THREADS_PER_ZNODE)));
  const grant = (): AclOp => ({ f: 'grant', value: newGrants(whos, random) });
  return {
    name: 'acl',
    ...acl.claims[reads],
    setup: (place, signal) => ensureZnodes([GUARDED], place, signal),
    open: place => aclClient({ session: sessionAt(place), user: userOf(place.process), reads }),
    generator: independentKeys(Math.floor(concurrency / inUse), OPERATIONS_PER_ZNODE, () =>
      mix(random, grant, ...uses(random)),
    ),
    checkers: [access],
    skipped,
  };
}

/** Returns the uses of one znode; children are deleted soon after their creation. */
function uses(random: Random): readonly (() => AclOp)[] {
  let born = 0;
  return [
    () => ({ f: 'use', value: { right: 'read' } }),
    () => ({ f: 'use', value: { right: 'write' } }),
    () => ({ f: 'use', value: { right: 'create', child: ++born } }),
    () => {
      const child = Math.max(1, born - random.intBelow(CHILDREN_IN_USE));
      return { f: 'use', value: { right: 'delete', child } };
    },
  ];
}

function newGrants(whos: readonly Grantee[], random: Random): readonly Grant[] {
  return Array.from({ length: random.intBelow(MOST_GRANTS + 1) }, () => ({
    who: random.pick(whos),
    rights: RIGHTS.filter(() => random.intBelow(2) === 0),
  })).filter(({ rights }) => rights.length > 0);
}
