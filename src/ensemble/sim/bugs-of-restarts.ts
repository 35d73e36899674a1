/** Bugs of snapshots and of single servers: what a restart forgets, and what one server applies otherwise. */
import { openAcl } from '../../zookeeper/data-records.ts';
import { type Bug, type ShownBy, shownByApi } from './bug.ts';
import type { Rules } from './rules.ts';
import { State } from './state.ts';
import { Tree } from './tree.ts';
import type { Proposal } from './txn.ts';
import type { Znode } from './znode.ts';

const ONE_ORDER = 'every server applies the same changes in the same order';
const DURABLE = 'an acknowledged write survives crashes of a minority';

const api = (nemeses: readonly string[], ...anomalies: ShownBy['anomalies']): ShownBy => ({
  ...shownByApi(...anomalies),
  nemeses,
  nemesisInterval: 3,
});
const forgotten = api(
  ['kill'],
  ...(['lost-write', 'wrong-reply', 'wrong-error', 'replica-divergence'] as const),
  ...(['ghost-ephemeral', 'unauthorized-access', 'duplicate'] as const),
);
const diverged = api(
  ['none'],
  ...(['lost-write', 'wrong-reply', 'wrong-error', 'replica-divergence'] as const),
  ...(['data-corruption', 'phantom'] as const),
);

/** Bytes that the server that cuts data keeps of it. */
const KEPT_BYTES = 100;

/** Returns rules by which snapshots hold other znodes. */
function snapshotsHold(make: (znode: Znode, tree: Tree, path: string) => Znode): Partial<Rules> {
  const changed = ({ tree, sessions }: State): State => {
    const znodes = [...tree.paths()].flatMap(path => {
      const znode = tree.get(path);
      return znode === undefined ? [] : [[path, make(znode, tree, path)] as const];
    });
    return new State(new Tree(znodes), sessions);
  };
  return { inSnapshot: changed };
}

/** One server applies something else. */
const onOneServer = (make: (proposal: Proposal) => Proposal): Partial<Rules> => ({
  asApplied: (proposal, node) => (node === 'n2' ? make(proposal) : proposal),
});

const restarts: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'snapshot-loses-lists',
    breaks: 'a snapshot holds every znode with a list that is open to anyone',
    shownBy: forgotten,
    rules: snapshotsHold(znode => ({ ...znode, acl: openAcl })),
  },
  {
    name: 'snapshot-loses-owners',
    breaks: 'a snapshot holds ephemerals as persistent znodes',
    shownBy: forgotten,
    rules: snapshotsHold(znode =>
      znode.life.kind === 'ephemeral' ? { ...znode, life: { kind: 'persistent' } } : znode,
    ),
  },
  {
    name: 'snapshot-loses-births',
    breaks: 'a snapshot holds the number of children that there are as that of all that there were',
    shownBy: forgotten,
    rules: snapshotsHold((znode, tree, path) => ({
      ...znode,
      births: tree.children(path).size,
    })),
  },
  {
    name: 'snapshot-loses-pzxid',
    breaks: 'a snapshot holds no pzxid, so that the czxid is taken for it',
    shownBy: forgotten,
    rules: snapshotsHold(znode => ({ ...znode, pzxid: znode.czxid })),
  },
  {
    name: 'rejoin-misses-first',
    breaks: 'a server that rejoins does not receive the first change that it lacks',
    shownBy: { ...forgotten, nemeses: ['kill', 'pause'] },
    rules: { toldHistory: proposals => proposals.slice(1) },
  },
];

const replicas: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'replica-has-own-time',
    breaks: 'one server stores times that are its own, a second late',
    shownBy: diverged,
    rules: onOneServer(proposal => ({ ...proposal, timeMs: proposal.timeMs + 1_000 })),
  },
  {
    name: 'replica-cuts-data',
    breaks: 'one server stores no more than 100 bytes of data',
    shownBy: diverged,
    rules: onOneServer(proposal =>
      proposal.txn.kind === 'setData'
        ? { ...proposal, txn: { ...proposal.txn, data: proposal.txn.data.slice(0, KEPT_BYTES) } }
        : proposal,
    ),
  },
  {
    name: 'replica-keeps-containers',
    breaks: 'one server does not remove containers and TTL znodes',
    shownBy: diverged,
    rules: onOneServer(proposal =>
      proposal.write.op.kind === 'deleteContainer'
        ? { ...proposal, txn: { kind: 'error', code: 0 } }
        : proposal,
    ),
  },
  {
    name: 'replica-counts-late',
    breaks: 'one server counts a new child only with the next one',
    shownBy: diverged,
    rules: onOneServer(proposal =>
      proposal.txn.kind === 'create'
        ? { ...proposal, txn: { ...proposal.txn, births: proposal.txn.births - 1 } }
        : proposal,
    ),
  },
  {
    name: 'observer-misses-multis',
    breaks: 'observers do not apply multis',
    shownBy: { ...diverged, observers: 1 },
    rules: {
      asApplied: (proposal, node) =>
        node === 'n4' && proposal.txn.kind === 'multi'
          ? { ...proposal, txn: { kind: 'error', code: 0 } }
          : proposal,
    },
  },
];

export const bugsOfRestarts: readonly Bug[] = [
  ...restarts.map(bug => ({ ...bug, promise: DURABLE })),
  ...replicas.map(bug => ({ ...bug, promise: ONE_ORDER })),
];
