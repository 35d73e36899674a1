/** Bugs that only some znodes, requests or histories meet, while all others are served as they should be. */
import { type Bug, type ShownBy, shownByApi } from './bug.ts';
import { code } from './error-code.ts';
import { idOf } from './membership.ts';
import { honest } from './rules.ts';

const LIVES = 'an ephemeral, a container and a TTL znode last exactly as long as they should';
const LISTED = 'an access control list keeps out every client that it does not permit';
const DURABLE = 'an acknowledged write survives crashes of a minority';

const lasting = shownByApi('late-removal', 'wrong-reply', 'wrong-error');
const crashed: ShownBy = {
  workload: 'register',
  nemeses: ['kill', 'partition'],
  anomalies: ['nonlinearizable', 'lost-write'],
  nodes: 3,
  nemesisInterval: 3,
};
/** Zxids of an epoch. */
const COUNTERS = 2 ** 32;

export const bugsOfExceptions: readonly Bug[] = [
  {
    name: 'container-of-one-child-stays',
    promise: LIVES,
    breaks: 'a container that has had one child alone is not removed',
    shownBy: lasting,
    rules: {
      isOver: (znode, children, wallMs) =>
        honest.isOver(znode, children, wallMs) &&
        (znode.life.kind !== 'container' || znode.births > 1),
    },
  },
  {
    name: 'ttl-with-former-children-stays',
    promise: LIVES,
    breaks: 'a TTL znode that has had children is not removed',
    shownBy: lasting,
    rules: {
      isOver: (znode, children, wallMs) =>
        honest.isOver(znode, children, wallMs) && (znode.life.kind !== 'ttl' || znode.births === 0),
    },
  },
  {
    name: 'sequential-ttl-made-persistent',
    promise: LIVES,
    breaks: 'a TTL znode with a sequential name is stored as a persistent one',
    shownBy: lasting,
    rules: {
      prepared: (txn, { op }) =>
        txn.kind === 'create' && txn.life.kind === 'ttl' && op.kind === 'create' && op.sequential
          ? { ...txn, life: { kind: 'persistent' } }
          : txn,
    },
  },
  {
    name: 'check-unguarded',
    promise: LISTED,
    breaks: 'a check within a multi needs no permission',
    shownBy: shownByApi('unauthorized-access', 'late-revocation', 'wrong-error'),
    rules: {
      prepared: (txn, { op }) =>
        op.kind === 'check' && txn.kind === 'error' && txn.code === code.noAuth
          ? { kind: 'check', path: op.path }
          : txn,
    },
  },
  {
    name: 'votes-ignore-epochs',
    promise: DURABLE,
    breaks:
      'the server with the most transactions in its last epoch is elected, however old the epoch is',
    shownBy: crashed,
    rules: {
      isBetter: (left, right, membership) => {
        const lead = (left.zxid % COUNTERS) - (right.zxid % COUNTERS);
        if (lead !== 0) return lead > 0;
        return idOf(left.leader, membership) > idOf(right.leader, membership);
      },
    },
  },
];
