/** The decisions on which ZooKeeper's promises hang, each a small function or a yes or no.
 *  A planted bug is one of them replaced: see bugs.ts. */
import type { NodeName } from '../../contract.ts';
import { idOf, type Membership } from './membership.ts';
import type { Vote } from './messages.ts';
import { honestService, type ServiceRules } from './rules-of-service.ts';
import { honestState, type StateRules } from './rules-of-state.ts';
import type { Proposal } from './txn.ts';

export type Rules = ElectionRules &
  BroadcastRules &
  RequestRules &
  SessionRules &
  ReadRules &
  StateRules &
  ServiceRules;

interface ElectionRules {
  /** Whether a server's votes and acknowledgements count. */
  hasVote(node: NodeName, membership: Membership): boolean;
  /** Whether these servers are enough to elect a leader and to take over its history. */
  isQuorum(nodes: ReadonlySet<NodeName>, membership: Membership): boolean;
  /** Whether the first vote is for a longer history, or for the same one and a server of a higher number. */
  isBetter(left: Vote, right: Vote, membership: Membership): boolean;
  /** Whether a leader that a quorum no longer answers gives up. */
  readonly stepsDown: boolean;
  /** Returns the proposals sent to a learner that lacks `proposals`. */
  toldHistory(proposals: readonly Proposal[]): readonly Proposal[];
  /** Whether a learner takes back what its leader never had, and its memory with its log. */
  readonly truncates: 'log and memory' | 'log' | 'nothing';
  /** Whether a learner logs the history that it receives. */
  readonly logsHistory: boolean;
}

interface BroadcastRules {
  /** Whether a proposal that these servers have logged is committed. */
  mayCommit(nodes: ReadonlySet<NodeName>, membership: Membership): boolean;
  /** Whether a proposal is on disk before it is acknowledged. */
  readonly acksFromDisk: boolean;
  /** When clients can see a change, and when the client that requested it gets its answer. */
  readonly appliesAt: 'commit' | 'proposal';
  readonly answersAt: 'commit' | 'proposal';
  /** What a server applies of a committed proposal. */
  asApplied(proposal: Proposal, node: NodeName): Proposal;
  /** Whether a sync at the leader waits for what is proposed. */
  readonly syncWaits: boolean;
  /** Whether a follower passes a sync on to its leader. */
  readonly syncAsksLeader: boolean;
  /** Whether a follower forgets the sync with the number `count`. */
  forgetsSync(count: number): boolean;
  /** Returns the zxid that a snapshot claims to hold, from the last transactions applied and logged. */
  snapshotZxid(applied: number, logged: number): number;
  /** Transactions between two snapshots. */
  readonly snapshotEvery: number;
}

interface RequestRules {
  /** Whether requests are checked against what is proposed already, not only what is committed. */
  readonly looksAhead: boolean;
  /** How often a follower passes on the so-many-th request of its clients. */
  timesForwarded(count: number): number;
  /** Whether the expected version (-1 is any) matches the actual one. */
  versionMatches(expected: number, actual: number): boolean;
  nextVersion(version: number): number;
  /** The number of a sequential name, of the children the parent has had and has. */
  sequence(births: number, children: number): number;
  /** Whether a create of a znode that is there replaces it. */
  readonly createsAgain: boolean;
  /** Whether a delete of a znode that is not there succeeds. */
  readonly deletesAbsent: boolean;
  readonly checksAcl: boolean;
  /** Whether permissions are granted, given whether a list grants them. `wanted` is a set of bits. */
  granted(isGranted: boolean, wanted: number): boolean;
  storedData(data: Uint8Array): Uint8Array;
  /** Whether a multi continues past a part that is refused. */
  readonly multiGoesOn: boolean;
  /** Whether all parts of a multi can be seen at the same time. */
  readonly multiAtOnce: boolean;
}

interface SessionRules {
  /** The clock by which sessions expire, of the monotonic and the wall clock, in milliseconds. */
  sessionTime(monotonicMs: number, wallMs: number): number;
  /** Whether requests of sessions that are over are done. */
  readonly servesEndedSessions: boolean;
  /** Returns the ephemerals of a session that end with it; `committed`: those that were committed by then. */
  ephemeralsToRemove(paths: readonly string[], committed: ReadonlySet<string>): readonly string[];
  /** Whether ephemerals stay as long as their session, or go when it was silent for half its timeout. */
  readonly ephemeralsStay: boolean;
  /** Whether a server that takes over a session asks its leader, and turns those away that have seen more than it has. */
  readonly asksBeforeTakeover: boolean;
}

interface ReadRules {
  /** Whether a read waits for its session's requests before it. */
  readonly readsWait: boolean;
  /** Which of a session's requests, in the order they came in, is answered next; -1 is none yet. */
  nextAnswer(waiting: readonly { isReady(): boolean }[]): number;
  /** Returns the children that a reply lists. */
  listed(children: readonly string[]): readonly string[];
  /** How long after its change a watch fires, in milliseconds; 0 is before anybody sees the change. */
  readonly watchDelayMs: number;
  /** Whether a watch that is set again fires for what its client has missed. */
  readonly firesMissed: boolean;
}

/** ZooKeeper as it should be. */
export const honest: Rules = {
  ...honestState,
  ...honestService,
  hasVote: (node, { voters }) => voters.includes(node),
  isQuorum: isMajority,
  isBetter: isLongerHistory,
  stepsDown: true,
  toldHistory: proposals => proposals,
  truncates: 'log and memory',
  logsHistory: true,
  mayCommit: isMajority,
  acksFromDisk: true,
  appliesAt: 'commit',
  answersAt: 'commit',
  asApplied: proposal => proposal,
  syncWaits: true,
  forgetsSync: () => false,
  syncAsksLeader: true,
  snapshotZxid: applied => applied,
  snapshotEvery: 1_000,
  looksAhead: true,
  timesForwarded: () => 1,
  versionMatches: (expected, actual) => expected === -1 || expected === actual,
  nextVersion: version => version + 1,
  sequence: births => births,
  createsAgain: false,
  deletesAbsent: false,
  checksAcl: true,
  granted: isGranted => isGranted,
  storedData: data => data,
  multiGoesOn: false,
  multiAtOnce: true,
  sessionTime: monotonicMs => monotonicMs,
  servesEndedSessions: false,
  ephemeralsToRemove: paths => paths,
  ephemeralsStay: true,
  asksBeforeTakeover: true,
  readsWait: true,
  nextAnswer: ([first]) => (first?.isReady() ? 0 : -1),
  listed: children => children,
  watchDelayMs: 0,
  firesMissed: true,
};

/** More than half of the voters. */
function isMajority(nodes: ReadonlySet<NodeName>, { voters }: Membership): boolean {
  let count = 0;
  for (const voter of voters) if (nodes.has(voter)) count++;
  return count > voters.length / 2;
}

function isLongerHistory(left: Vote, right: Vote, membership: Membership): boolean {
  if (left.epoch !== right.epoch) return left.epoch > right.epoch;
  if (left.zxid !== right.zxid) return left.zxid > right.zxid;
  return idOf(left.leader, membership) > idOf(right.leader, membership);
}
