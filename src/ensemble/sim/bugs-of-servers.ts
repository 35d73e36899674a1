/** Bugs of requests, sessions, reads and watches. */
import type { Bug } from './bug.ts';

const CONDITIONAL = 'a conditional write takes effect only at the version that it names';
const ALL_OR_NOTHING = 'a multi is all or nothing';
const SEQUENTIAL =
  'sequential names never repeat under one parent, and grow in the order of commits';
const EPHEMERAL = 'an ephemeral exists exactly as long as its session';
const TOLD = 'a watch fires once, and its event comes before the change can be seen';
const FIFO = "a session's operations take effect in its order";

/** What is cut off of data that is too long. */
const DATA_LIMIT = 4_096;

export const bugsOfServers: readonly Bug[] = [
  {
    name: 'version-unchecked',
    promise: CONDITIONAL,
    breaks: 'the version of a conditional write is not compared',
    shownBy: { workload: 'register', nemeses: ['none'], anomalies: ['nonlinearizable'] },
    rules: { versionMatches: () => true },
  },
  {
    name: 'version-checked-late',
    promise: CONDITIONAL,
    breaks: 'requests are checked against what is committed, and not what is proposed before them',
    shownBy: { workload: 'register', nemeses: ['none'], anomalies: ['nonlinearizable'] },
    rules: { looksAhead: false },
  },
  {
    name: 'version-stuck',
    promise: 'every write increases the version of its znode',
    breaks: 'a write now and then leaves the version as it was',
    shownBy: { workload: 'register', nemeses: ['none'], anomalies: ['nonlinearizable'] },
    rules: { nextVersion: version => (version % 10 === 9 ? version : version + 1) },
  },
  {
    name: 'create-twice',
    promise: 'of those who create one znode one succeeds',
    breaks: 'a create of a znode that is there replaces it',
    shownBy: { workload: 'naming', nemeses: ['none'], anomalies: ['nonlinearizable'] },
    rules: { createsAgain: true },
  },
  {
    name: 'delete-twice',
    promise: 'of those who delete one znode one succeeds',
    breaks: 'a delete of a znode that is not there succeeds',
    shownBy: { workload: 'queue', nemeses: ['none'], anomalies: ['duplicate'] },
    rules: { deletesAbsent: true },
  },
  {
    name: 'sequence-given-twice',
    promise: SEQUENTIAL,
    breaks: 'a sequential name now and then has the number of the one before it',
    shownBy: { workload: 'unique-ids', nemeses: ['none'], anomalies: ['duplicate'] },
    rules: { sequence: births => (births % 20 === 19 ? births - 1 : births) },
  },
  {
    name: 'sequence-goes-back',
    promise: SEQUENTIAL,
    breaks:
      'sequential names are numbered by the children that there are, not by those that there were',
    shownBy: { workload: 'unique-ids', nemeses: ['none'], anomalies: ['duplicate', 'zxid-order'] },
    rules: { sequence: (_, children) => children },
  },
  {
    name: 'children-missed',
    promise: 'a list of children shows every one that is committed',
    breaks: 'a list of two children or more lacks the first',
    shownBy: { workload: 'lock', nemeses: ['none'], anomalies: ['mutual-exclusion'] },
    rules: { listed: children => (children.length > 1 ? children.slice(1) : children) },
  },
  {
    name: 'multi-in-part',
    promise: ALL_OR_NOTHING,
    breaks: 'a multi does the parts that it can, and leaves out those that are refused',
    shownBy: { workload: 'bank', nemeses: ['none'], anomalies: ['wrong-total'] },
    rules: { multiGoesOn: true },
  },
  {
    name: 'multi-seen-in-part',
    promise: ALL_OR_NOTHING,
    breaks: 'the first part of a multi can be read before the others',
    shownBy: {
      workload: 'multi',
      nemeses: ['none'],
      anomalies: ['partial-multi', 'fractured-read'],
    },
    rules: { multiAtOnce: false },
  },
  {
    name: 'acl-ignored',
    promise: 'an access control list keeps out every client that it does not permit',
    breaks: 'no access control list is looked at',
    shownBy: { workload: 'acl', nemeses: ['none'], anomalies: ['unauthorized-access'] },
    rules: { checksAcl: false },
  },
  {
    name: 'data-cut-short',
    promise: 'what is stored is what was sent, or the request is refused',
    breaks: 'data above a limit is cut to it',
    shownBy: { workload: 'limits', nemeses: ['none'], anomalies: ['data-corruption'] },
    rules: { storedData: data => data.subarray(0, DATA_LIMIT) },
  },
  {
    name: 'ephemeral-outlives-session',
    promise: EPHEMERAL,
    breaks: 'the end of a session leaves its ephemerals',
    shownBy: { workload: 'ephemeral', nemeses: ['none'], anomalies: ['ghost-ephemeral'], nodes: 3 },
    rules: { ephemeralsToRemove: () => [] },
  },
  {
    name: 'ephemeral-removed-early',
    promise: EPHEMERAL,
    breaks: 'the ephemerals of a session go when it was silent for half its timeout',
    shownBy: { workload: 'ephemeral', nemeses: ['none'], anomalies: ['lost-ephemeral'], nodes: 3 },
    rules: { ephemeralsStay: false },
  },
  {
    name: 'expiry-by-wall-clock',
    promise: 'a session lasts as long as its client is heard within its timeout',
    breaks: 'sessions expire by the time of day, so that a jump of the clock ends them',
    shownBy: {
      workload: 'ephemeral',
      nemeses: ['clock'],
      anomalies: ['early-expiry'],
      nodes: 3,
      nemesisInterval: 3,
    },
    rules: { sessionTime: (_, wallMs) => wallMs },
  },
  {
    name: 'ended-session-served',
    promise: 'a session that is over changes nothing any more',
    breaks: 'requests of a session that is over are done',
    shownBy: {
      workload: 'ephemeral',
      nemeses: ['pause'],
      anomalies: ['dead-session'],
      nodes: 3,
      nemesisInterval: 5,
    },
    rules: { servesEndedSessions: true },
  },
  {
    name: 'older-after-move',
    promise: 'a session never sees an older state than it has seen',
    breaks:
      'a server takes over sessions that have seen more than it has, without asking its leader',
    shownBy: {
      workload: 'session-order',
      nemeses: ['partition'],
      anomalies: ['monotonic-reads'],
      nodes: 3,
      nemesisInterval: 2,
    },
    rules: { asksBeforeTakeover: false },
  },
  {
    name: 'read-overtakes-write',
    promise: FIFO,
    breaks: "a read does not wait for its session's writes before it",
    shownBy: { workload: 'session-order', nemeses: ['none'], anomalies: ['monotonic-reads'] },
    rules: { readsWait: false },
  },
  {
    name: 'replies-out-of-order',
    promise: FIFO,
    breaks: "a request that can be answered is, also while its session's requests before it wait",
    shownBy: { workload: 'session-order', nemeses: ['none'], anomalies: ['mismatched-reply'] },
    rules: { nextAnswer: waiting => waiting.findIndex(each => each.isReady()) },
  },
  {
    name: 'watch-lost',
    promise: TOLD,
    breaks: 'a watch now and then does not fire',
    shownBy: { workload: 'watch', nemeses: ['none'], anomalies: ['missed-event'] },
    rules: { timesFired: count => (count % 10 === 0 ? 0 : 1) },
  },
  {
    name: 'watch-lost-on-reconnect',
    promise: TOLD,
    breaks: 'a watch that is set again does not fire for what its client has missed',
    shownBy: { workload: 'watch', nemeses: ['none'], anomalies: ['wrong-event', 'missed-event'] },
    rules: { firesMissed: false },
  },
  {
    name: 'watch-fires-twice',
    promise: TOLD,
    breaks: 'a watch fires twice',
    shownBy: { workload: 'watch', nemeses: ['none'], anomalies: ['phantom-event'] },
    rules: { timesFired: () => 2 },
  },
  {
    name: 'watch-after-data',
    promise: TOLD,
    breaks: 'a watch fires some time after its change can be seen',
    shownBy: { workload: 'watch', nemeses: ['none'], anomalies: ['wrong-event'] },
    rules: { watchDelayMs: 50 },
  },
];
