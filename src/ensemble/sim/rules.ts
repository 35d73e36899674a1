/** The decisions on which ZooKeeper's promises hang, each a small function or a yes or no.
 *  A planted bug is one of these replaced: see bugs.ts. */
import type { NodeName } from '../../contract.ts';
import type { Membership } from './membership.ts';
import type { Proposal } from './txn.ts';

export interface Rules {
  // ---- election and broadcast
  /** Whether a server's votes count. */
  hasVote(node: NodeName, membership: Membership): boolean;
  /** Whether these servers are enough to elect a leader and to take over its history. */
  isQuorum(nodes: ReadonlySet<NodeName>, membership: Membership): boolean;
  /** Whether a proposal that these servers have logged is committed. */
  mayCommit(nodes: ReadonlySet<NodeName>, membership: Membership): boolean;
  /** Whether a leader that a quorum no longer answers gives up. */
  readonly stepsDown: boolean;
  /** Whether a sync at the leader waits for what is proposed. */
  readonly syncWaits: boolean;
  /** Whether a follower passes a sync on to its leader. */
  readonly syncAsksLeader: boolean;
  /** What a server makes of a committed proposal. */
  asApplied(proposal: Proposal): Proposal;

  // ---- requests
  /** Of the version that was asked for (-1 is any) and the one that is there. */
  versionMatches(expected: number, actual: number): boolean;
  nextVersion(version: number): number;
  /** The number of a sequential name, of the children the parent has had and has. */
  sequence(births: number, children: number): number;
  /** Whether a create of a znode that is there succeeds. */
  createsAgain(path: string): boolean;
  /** Whether a delete of a znode that is not there succeeds. */
  readonly deletesAbsent: boolean;
  readonly checksAcl: boolean;
  storedData(data: Uint8Array): Uint8Array;
  /** Whether a multi goes on past a part that is refused. */
  readonly multiGoesOn: boolean;

  // ---- sessions
  /** The clock by which sessions expire, of the monotonic and the wall clock, in milliseconds. */
  sessionTime(monotonicMs: number, wallMs: number): number;
  /** Whether requests of sessions that are over are done. */
  readonly servesEndedSessions: boolean;
  /** Of the paths of a session's ephemerals, those that go with it. */
  ephemeralsToRemove(paths: readonly string[]): readonly string[];
  /** Whether a client that has seen later transactions than this server is turned away. */
  readonly turnsAwayNewer: boolean;

  // ---- reads and watches
  /** What is told of a list of children. */
  listed(children: readonly string[]): readonly string[];
  /** Whether a watch that is set again fires for what its client has missed. */
  readonly firesMissed: boolean;
}

/** ZooKeeper as it should be
. */
export const honest: Rules = {
  hasVote: (node, { voters }) => voters.includes(node),
  isQuorum: isMajority,
  mayCommit: isMajority,
  stepsDown: true,
  syncWaits: true,
  syncAsksLeader: true,
  asApplied: proposal => proposal,
  versionMatches: (expected, actual) => expected === -1 || expected === actual,
  nextVersion: version => version + 1,
  sequence: births => births,
  createsAgain: () => false,
  deletesAbsent: false,
  checksAcl: true,
  storedData: data => data,
  multiGoesOn: false,
  sessionTime: monotonicMs => monotonicMs,
  servesEndedSessions: false,
  ephemeralsToRemove: paths => paths,
  turnsAwayNewer: true,
  listed: children => children,
  firesMissed: true,
};

/** More than half of the voters. */
function isMajority(nodes: ReadonlySet<NodeName>, { voters }: Membership): boolean {
  return voters.filter(voter => nodes.has(voter)).length > voters.length / 2;
}
