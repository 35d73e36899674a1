/** Bugs of election, synchronisation and broadcast. */
import type { NodeName } from '../../contract.ts';
import type { Bug, ShownBy } from './bug.ts';
import { idOf, type Membership } from './membership.ts';
import type { Vote } from './messages.ts';
import type { Proposal } from './txn.ts';

const LINEARIZABLE = 'writes and synced reads are linearizable';
const DURABLE = 'an acknowledged write survives crashes of a minority';
const ONE_ORDER = 'every server applies the same changes in the same order';

const register = (...nemeses: string[]): ShownBy => ({
  workload: 'register',
  nemeses,
  anomalies: ['nonlinearizable'],
});
/** Few writes and many faults, so that what a fault leaves behind is read before it is written over. */
const quiet = (...nemeses: string[]): ShownBy => ({
  ...register(...nemeses),
  nodes: 3,
  rate: 10,
  nemesisInterval: 2,
});
/** The same with more writes, for what is lost of those under way. */
const busy = (...nemeses: string[]): ShownBy => ({ ...quiet(...nemeses), rate: 50 });

/** Members come and go while servers are cut off and rejoin: a change that was taken back is a member who is there and
 *  should not be, or the other way round, or one whose join had failed. */
const rejoining = (...nemeses: string[]): ShownBy => ({
  workload: 'membership',
  nemeses,
  anomalies: ['ghost-ephemeral', 'lost-ephemeral', 'phantom'],
  nodes: 3,
  nemesisInterval: 2,
});

export const bugsOfReplication: readonly Bug[] = [
  {
    name: 'read-uncommitted',
    promise: LINEARIZABLE,
    breaks: 'changes can be read as soon as they are proposed; some are never committed',
    shownBy: {
      ...register('partition', 'kill'),
      anomalies: ['nonlinearizable', 'late-event'],
      rate: 1_000,
      nemesisInterval: 2,
    },
    rules: { appliesAt: 'proposal' },
  },
  {
    name: 'answer-uncommitted',
    promise: DURABLE,
    breaks: 'a write is acknowledged as soon as it is proposed',
    shownBy: { workload: 'set', nemeses: ['partition'], anomalies: ['lost-write'], nodes: 3 },
    rules: { appliesAt: 'proposal', answersAt: 'proposal' },
  },
  {
    name: 'commit-without-quorum',
    promise: DURABLE,
    breaks: 'a leader commits what it alone has logged',
    shownBy: register('partition'),
    rules: { mayCommit: () => true },
  },
  {
    name: 'two-leaders',
    promise: LINEARIZABLE,
    breaks:
      'less than half of the servers are a quorum, so that two leaders commit at the same time',
    shownBy: register('partition'),
    rules: { isQuorum: isThird, mayCommit: isThird },
  },
  {
    name: 'deposed-leader',
    promise: LINEARIZABLE,
    breaks: 'a leader that lost its quorum continues, and commits alone',
    shownBy: register('partition', 'pause'),
    rules: { stepsDown: false, mayCommit: () => true },
  },
  {
    name: 'observer-votes',
    promise: LINEARIZABLE,
    breaks: 'observers count towards a majority of the voters',
    shownBy: {
      workload: 'observer',
      nemeses: ['kill'],
      anomalies: ['write-without-quorum'],
      nodes: 3,
      observers: 2,
    },
    rules: { hasVote: () => true, isQuorum: isMajorityOfAny, mayCommit: isMajorityOfAny },
  },
  {
    name: 'truncate-acknowledged',
    promise: DURABLE,
    breaks:
      'the server of the highest number is elected, even if it has missed writes, and the others take back what it lacks',
    shownBy: busy('partition', 'kill', 'pause'),
    rules: { isBetter: hasHigherNumber },
  },
  {
    name: 'rolled-back-survives',
    promise: ONE_ORDER,
    breaks: 'a write that was taken back from the log stays visible in memory, as ZOOKEEPER-4837',
    shownBy: rejoining('partition'),
    rules: { truncates: 'log' },
  },
  {
    name: 'no-truncation',
    promise: ONE_ORDER,
    breaks: 'a server that rejoins keeps what its leader never had',
    shownBy: rejoining('partition'),
    rules: { truncates: 'nothing' },
  },
  {
    name: 'lost-by-rolling-restart',
    promise: DURABLE,
    breaks:
      'a server that rejoins does not log the changes that its leader sends it, as ZOOKEEPER-4925',
    shownBy: { ...busy('rolling-restart'), workload: 'set', anomalies: ['lost-write'] },
    rules: { logsHistory: false },
  },
  {
    name: 'rejoin-misses-last',
    promise: ONE_ORDER,
    breaks: 'a server that rejoins does not receive the last change that it lacks',
    shownBy: quiet('kill', 'pause'),
    rules: { toldHistory: proposals => proposals.slice(0, -1) },
  },
  {
    name: 'ack-before-fsync',
    promise: DURABLE,
    breaks: 'a proposal is acknowledged when the kernel has it, before it is on disk',
    shownBy: { ...busy('power'), rate: 200 },
    rules: { acksFromDisk: false },
  },
  {
    name: 'snapshot-ahead',
    promise: DURABLE,
    breaks:
      'snapshots, which are taken often, say that they hold what was only logged, so that a restart skips it',
    shownBy: {
      ...busy('kill'),
      anomalies: ['nonlinearizable', 'lost-write', 'wrong-reply', 'wrong-error'],
      rate: 200,
    },
    rules: { snapshotZxid: (_, logged) => logged, snapshotEvery: 25 },
  },
  {
    name: 'replica-diverges',
    promise: ONE_ORDER,
    breaks: 'one server silently skips a change now and then',
    shownBy: register('none'),
    rules: { asApplied: skipSome },
  },
  {
    name: 'replica-freezes',
    promise: 'without faults a server is behind by no more than a bound',
    breaks:
      'one server silently applies no more changes of data after a while, and continues to serve',
    shownBy: { workload: 'timeliness', nemeses: ['none'], anomalies: ['stale-read'] },
    rules: { asApplied: freezes },
  },
  {
    name: 'sync-answers-at-once',
    promise: 'a read after a sync sees everything that was committed before the sync',
    breaks: 'a follower answers a sync without asking its leader',
    shownBy: { ...register('none'), reads: 'sync' },
    rules: { syncAsksLeader: false },
  },
  {
    name: 'write-applied-twice',
    promise: 'a request takes effect at most once',
    breaks: 'a follower sends a request to its leader twice now and then',
    shownBy: { workload: 'counter', nemeses: ['none'], anomalies: ['phantom'] },
    rules: { timesForwarded: count => (count % 50 === 0 ? 2 : 1) },
  },
];

function isThird(nodes: ReadonlySet<NodeName>, { voters }: Membership): boolean {
  return voters.filter(voter => nodes.has(voter)).length > voters.length / 3;
}

function isMajorityOfAny(nodes: ReadonlySet<NodeName>, { voters }: Membership): boolean {
  return nodes.size > voters.length / 2;
}

function hasHigherNumber(left: Vote, right: Vote, membership: Membership): boolean {
  return idOf(left.leader, membership) > idOf(right.leader, membership);
}

/** The second server forgets every fiftieth change of data that clients of others ask for. */
function skipSome(proposal: Proposal, node: NodeName): Proposal {
  const { zxid, txn, write } = proposal;
  const skipped =
    node === 'n2' && write.owner !== node && zxid % 50 === 0 && txn.kind === 'setData';
  return skipped ? { ...proposal, txn: { kind: 'error', code: 0 } } : proposal;
}

/** The second server changes no data any more that clients of others ask for, from the thousandth change on. */
function freezes(proposal: Proposal, node: NodeName): Proposal {
  const { zxid, txn, write } = proposal;
  const ignored =
    node === 'n2' && write.owner !== node && zxid % 2 ** 32 > 1_000 && txn.kind === 'setData';
  return ignored ? { ...proposal, txn: { kind: 'error', code: 0 } } : proposal;
}
