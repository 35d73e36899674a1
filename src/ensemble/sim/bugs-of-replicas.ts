/** Bugs of one replica, and of what is kept across restarts and leaders. */
import type { NodeName } from '../../contract.ts';
import type { Bug, ShownBy } from './bug.ts';
import type { Rules } from './rules.ts';
import { State } from './state.ts';
import { Tree } from './tree.ts';
import type { Proposal, Txn } from './txn.ts';

const ONE_ORDER = 'every server applies the same changes in the same order';
const DURABLE = 'an acknowledged write survives crashes of a minority';
const UNIQUE = 'every zxid names one change, and those of a later epoch are higher';

const api = (nemeses: readonly string[], ...anomalies: ShownBy['anomalies']): ShownBy => ({
  workload: 'api',
  nemeses,
  anomalies,
  nodes: 3,
  nemesisInterval: 2,
});
const diverged = api(
  ['none'],
  'lost-write',
  'wrong-reply',
  'wrong-error',
  'ghost-ephemeral',
  'replica-divergence',
  'partial-multi',
);
const reused: ShownBy['anomalies'] = [
  'conflicting-zxid',
  'wrong-reply',
  'wrong-error',
  'zxid-order',
];
const lost: ShownBy['anomalies'] = [
  'lost-write',
  'wrong-reply',
  'wrong-error',
  'replica-divergence',
  'lost-ephemeral',
  'early-expiry',
];

/** One server applies something else of each transaction that clients of other servers ask for. */
function onOneReplica(make: (txn: Txn) => Txn): Partial<Rules> {
  return {
    asApplied: (proposal: Proposal, node: NodeName) =>
      node === 'n2' && proposal.write.owner !== node
        ? { ...proposal, txn: make(proposal.txn) }
        : proposal,
  };
}

const nothing: Txn = { kind: 'error', code: 0 };

const skips = (kind: Txn['kind']): Partial<Rules> =>
  onOneReplica(txn => (txn.kind === kind ? nothing : txn));

/** Returns the state without every fifth znode that has a parent other than the root. */
function withoutSome({ tree, sessions }: State): State {
  const kept = [...tree.paths()].filter((path, at) => at % 5 > 0 || path.lastIndexOf('/') === 0);
  const znodes = kept.flatMap(path => {
    const znode = tree.get(path);
    return znode === undefined ? [] : [[path, znode] as const];
  });
  return new State(new Tree(znodes), sessions);
}

export const bugsOfReplicas: readonly Bug[] = [
  {
    name: 'replica-misses-creates',
    promise: ONE_ORDER,
    breaks: 'one server does not apply creates of clients of others',
    shownBy: diverged,
    rules: skips('create'),
  },
  {
    name: 'replica-misses-deletes',
    promise: ONE_ORDER,
    breaks: 'one server does not apply deletes of clients of others',
    shownBy: diverged,
    rules: skips('delete'),
  },
  {
    name: 'replica-misses-lists',
    promise: ONE_ORDER,
    breaks: 'one server does not apply setACL of clients of others',
    shownBy: diverged,
    rules: skips('setAcl'),
  },
  {
    name: 'replica-misses-closes',
    promise: ONE_ORDER,
    breaks: 'one server keeps the ephemerals of sessions of others that have ended',
    shownBy: diverged,
    rules: skips('closeSession'),
  },
  {
    name: 'replica-misses-multis',
    promise: ONE_ORDER,
    breaks: 'one server does not apply multis of clients of others',
    shownBy: diverged,
    rules: skips('multi'),
  },
  {
    name: 'replica-does-half-a-multi',
    promise: ONE_ORDER,
    breaks: 'one server applies only the first part of a multi',
    shownBy: diverged,
    rules: onOneReplica(txn =>
      txn.kind === 'multi' ? { ...txn, txns: txn.txns.slice(0, 1) } : txn,
    ),
  },
  {
    name: 'snapshot-lacks-znodes',
    promise: DURABLE,
    breaks: 'a snapshot lacks some znodes',
    shownBy: api(['kill'], ...lost),
    rules: { inSnapshot: withoutSome, snapshotEvery: 100 },
  },
  {
    name: 'snapshot-lacks-sessions',
    promise: DURABLE,
    breaks: 'a snapshot lacks the sessions',
    shownBy: api(['kill'], ...lost),
    rules: { inSnapshot: ({ tree }) => new State(tree), snapshotEvery: 100 },
  },
  {
    name: 'truncates-too-much',
    promise: ONE_ORDER,
    breaks: 'a server that rejoins drops five changes too many from its log',
    shownBy: api(['partition'], ...lost),
    rules: { truncatesTo: zxid => zxid - 5 },
  },
  {
    name: 'truncates-too-little',
    promise: ONE_ORDER,
    breaks: 'a server that rejoins keeps changes that its leader never had',
    shownBy: { ...api(['partition'], ...lost, 'phantom'), workload: 'set', rate: 50 },
    rules: { truncatesTo: zxid => zxid + 5 },
  },
  {
    name: 'zxid-reused',
    promise: UNIQUE,
    breaks: 'two changes have the same zxid now and then',
    shownBy: api(['none'], ...reused),
    rules: { counter: count => (count % 40 === 0 ? count - 1 : count) },
  },
  {
    name: 'epoch-not-raised',
    promise: UNIQUE,
    breaks: 'a new leader takes the epoch of the one before it',
    shownBy: api(['kill'], ...reused, ...lost),
    rules: { nextEpoch: accepted => Math.max(1, accepted) },
  },
];
