/** Bugs that can be planted in the model, each a rule of replication or of a server replaced. What each
 *  breaks is said in the terms of the promise, with the workload and the faults that must show it. */
import type { NodeName, ReadStrength } from '../../contract.ts';
import { idOf, type Membership } from './membership.ts';
import type { Vote } from './messages.ts';
import { honest, type Rules } from './rules.ts';
import type { Proposal } from './txn.ts';

export interface Bug {
  readonly name: string;
  /** The promise it breaks. */
  readonly promise: string;
  /** What the server does wrong. */
  readonly breaks: string;
  /** What must show it. */
  readonly workload: string;
  readonly nemesis: readonly string[];
  readonly reads: ReadStrength;
  /** Where it needs servers without a vote. */
  readonly observers?: number;
  readonly rules: Partial<Rules>;
}

const LINEARIZABLE = 'writes and synced reads are linearizable';
const DURABLE = 'an acknowledged write survives crashes of a minority';
const ONE_ORDER = 'every server applies the same changes in the same order';

/** Shown by registers. */
type RegisterBug = Omit<Bug, 'workload' | 'reads'>;
const register = (bug: RegisterBug): Bug => ({ workload: 'register', reads: 'quorum', ...bug });

export const bugs: readonly Bug[] = [
  register({
    name: 'read-uncommitted',
    promise: LINEARIZABLE,
    breaks: 'changes can be read as soon as they are proposed; some are never committed',
    nemesis: ['partition', 'kill'],
    rules: { appliesAt: 'proposal' },
  }),
  register({
    name: 'answer-uncommitted',
    promise: DURABLE,
    breaks: 'a write is acknowledged as soon as it is proposed',
    nemesis: ['partition'],
    rules: { appliesAt: 'proposal', answersAt: 'proposal' },
  }),
  register({
    name: 'commit-without-quorum',
    promise: DURABLE,
    breaks: 'a leader commits what it alone has logged',
    nemesis: ['partition'],
    rules: { mayCommit: () => true },
  }),
  register({
    name: 'two-leaders',
    promise: LINEARIZABLE,
    breaks:
      'less than half of the servers are a quorum, so that two leaders commit at the same time',
    nemesis: ['partition'],
    rules: { isQuorum: isThird, mayCommit: isThird },
  }),
  register({
    name: 'deposed-leader',
    promise: LINEARIZABLE,
    breaks: 'a leader that lost its quorum goes on, and commits alone',
    nemesis: ['partition', 'pause'],
    rules: { stepsDown: false, mayCommit: () => true },
  }),
  register({
    name: 'observer-votes',
    promise: LINEARIZABLE,
    breaks: 'observers count towards a majority of the voters',
    nemesis: ['partition'],
    observers: 2,
    rules: { hasVote: () => true, isQuorum: isMajorityOfAny, mayCommit: isMajorityOfAny },
  }),
  register({
    name: 'truncate-acknowledged',
    promise: DURABLE,
    breaks:
      'the server of the highest number is elected, whatever it has missed, and the others take back what it lacks',
    nemesis: ['partition', 'kill'],
    rules: { isBetter: hasHigherNumber },
  }),
  register({
    name: 'rolled-back-survives',
    promise: ONE_ORDER,
    breaks: 'a write that was taken back from the log stays visible in memory, as ZOOKEEPER-4837',
    nemesis: ['partition'],
    rules: { truncates: 'log' },
  }),
  register({
    name: 'no-truncation',
    promise: ONE_ORDER,
    breaks: 'a server that rejoins keeps what its leader never had',
    nemesis: ['partition'],
    rules: { truncates: 'nothing' },
  }),
  register({
    name: 'lost-by-rolling-restart',
    promise: DURABLE,
    breaks: 'what a server is told when it rejoins is not written to its log, as ZOOKEEPER-4925',
    nemesis: ['kill'],
    rules: { logsHistory: false },
  }),
  register({
    name: 'rejoin-skips-one',
    promise: ONE_ORDER,
    breaks: 'a server that rejoins is not told the first change that it lacks',
    nemesis: ['kill', 'pause'],
    rules: { toldHistory: proposals => proposals.slice(1) },
  }),
  register({
    name: 'ack-before-fsync',
    promise: DURABLE,
    breaks: 'a proposal is acknowledged before it is on disk',
    nemesis: ['kill'],
    rules: { acksFromDisk: false },
  }),
  register({
    name: 'epoch-before-history',
    promise: DURABLE,
    breaks: "a server has its leader's epoch on disk before the history, as ZOOKEEPER-4643",
    nemesis: ['kill'],
    rules: { historyBeforeEpoch: false },
  }),
  register({
    name: 'snapshot-ahead',
    promise: DURABLE,
    breaks: 'a snapshot says that it holds what was only logged, so that a restart skips it',
    nemesis: ['kill'],
    rules: { snapshotZxid: (_, logged) => logged },
  }),
  register({
    name: 'replica-diverges',
    promise: ONE_ORDER,
    breaks: 'one server silently skips a change now and then',
    nemesis: ['none'],
    rules: { asApplied: skipSome },
  }),
  {
    ...register({
      name: 'sync-answers-at-once',
      promise: 'a read after a sync sees everything that was committed before the sync',
      breaks: 'a follower answers a sync without asking its leader',
      nemesis: ['none'],
      rules: { syncAsksLeader: false },
    }),
    reads: 'sync',
  },
  register({
    name: 'version-unchecked',
    promise: 'a conditional write takes effect only at the version that it names',
    breaks: 'the version of a setData is not compared',
    nemesis: ['none'],
    rules: { versionMatches: () => true },
  }),
  register({
    name: 'version-checked-late',
    promise: 'a conditional write takes effect only at the version that it names',
    breaks: 'requests are checked against what is committed, and not what is proposed before them',
    nemesis: ['none'],
    rules: { looksAhead: false },
  }),
  register({
    name: 'version-stuck',
    promise: 'every write increases the version of its znode',
    breaks: 'a write now and then leaves the version as it was',
    nemesis: ['none'],
    rules: { nextVersion: version => (version % 10 === 9 ? version : version + 1) },
  }),
  register({
    name: 'write-applied-twice',
    promise: 'a request takes effect at most once',
    breaks: 'a follower sends a request to its leader twice now and then',
    nemesis: ['none'],
    rules: { timesForwarded: count => (count % 50 === 0 ? 2 : 1) },
  }),
];

/** The rules with the bug of that name. Throws a RangeError where there is none. */
export function rulesWith(name: string): Rules {
  const bug = bugs.find(each => each.name === name);
  if (bug === undefined)
    throw new RangeError(
      `bug: expected one of ${bugs.map(each => each.name).join(', ')}, found ${name}`,
    );
  return { ...honest, ...bug.rules };
}

function isThird(nodes: ReadonlySet<NodeName>, { voters }: Membership): boolean {
  return voters.filter(voter => nodes.has(voter)).length > voters.length / 3;
}

function isMajorityOfAny(nodes: ReadonlySet<NodeName>, { voters }: Membership): boolean {
  return nodes.size > voters.length / 2;
}

function hasHigherNumber(left: Vote, right: Vote, membership: Membership): boolean {
  return idOf(left.leader, membership) > idOf(right.leader, membership);
}

/** The second server forgets every fiftieth change of data. */
function skipSome(proposal: Proposal, node: NodeName): Proposal {
  const skipped =
    node === 'n2' &&
    proposal.write.owner !== node &&
    proposal.zxid % 50 === 0 &&
    proposal.txn.kind === 'setData';
  return skipped ? { ...proposal, txn: { kind: 'error', code: 0 } } : proposal;
}
