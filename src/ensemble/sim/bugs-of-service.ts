/** Bugs of what a server does for its clients: reads, identities and sessions. */
import { opcodes } from '../../zookeeper/opcodes.ts';
import { type Bug, shownByApi } from './bug.ts';
import { code } from './error-code.ts';

const READS = 'a read shows the state at the zxid of its reply';
const IDENTITY = 'a client is who it has proved to be, for as long as it is connected';
const SESSIONS =
  'a session belongs to one client, and lasts until it is closed or silent for its timeout';

const wrongReply = shownByApi('wrong-reply', 'lost-write', 'phantom');
const wrongError = shownByApi(
  'wrong-error',
  'wrong-reply',
  'unauthorized-access',
  'wrongful-denial',
);
const session = shownByApi('dead-session', 'late-expiry', 'early-expiry');

const reads: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'children-twice',
    breaks: 'a list of children names the first twice',
    shownBy: wrongReply,
    rules: { listed: children => [...children, ...children.slice(0, 1)] },
  },
  {
    name: 'children-limited',
    breaks: 'a list shows no more than three children',
    shownBy: wrongReply,
    rules: { listed: children => children.slice(0, 3) },
  },
  {
    name: 'ephemerals-unfiltered',
    breaks: 'getEphemerals ignores its prefix',
    shownBy: wrongReply,
    rules: { shownEphemerals: (_, all) => all },
  },
  {
    name: 'ephemerals-missed',
    breaks: 'getEphemerals lacks the last of them',
    shownBy: wrongReply,
    rules: { shownEphemerals: below => below.slice(0, -1) },
  },
  {
    name: 'total-of-children',
    breaks: 'getAllChildrenNumber counts children, and nothing below them',
    shownBy: wrongReply,
    rules: { shownTotal: (_, children) => children },
  },
  {
    name: 'total-with-itself',
    breaks: 'getAllChildrenNumber counts the znode itself',
    shownBy: wrongReply,
    rules: { shownTotal: below => below + 1 },
  },
  {
    name: 'absence-as-denial',
    breaks: 'a read of a znode that is not there is refused as NoAuth',
    shownBy: wrongError,
    rules: { readError: () => code.noAuth },
  },
  {
    name: 'read-zxid-stale',
    breaks: 'a read is answered with the zxid before the last one',
    shownBy: shownByApi(
      'wrong-reply',
      'future-read',
      'zxid-order',
      'wrong-error',
      'phantom',
      'stale-read',
    ),
    rules: { zxidOfRead: zxid => zxid - 1 },
  },
  {
    name: 'read-zxid-ahead',
    breaks: 'a read is answered with a zxid that the server has not applied yet',
    shownBy: shownByApi('wrong-reply', 'lost-write', 'wrong-error', 'phantom', 'zxid-order'),
    rules: { zxidOfRead: zxid => zxid + 1 },
  },
  {
    name: 'write-zxid-ahead',
    breaks: 'a write is answered with the zxid after its own',
    shownBy: shownByApi('wrong-reply', 'conflicting-zxid', 'wrong-error', 'phantom', 'zxid-order'),
    rules: { zxidOfWrite: zxid => zxid + 1 },
  },
  {
    name: 'sync-path-lost',
    breaks: 'a sync is answered with the path of the root',
    shownBy: wrongReply,
    rules: { syncedPath: () => '/' },
  },
  {
    name: 'sync-before-commit',
    breaks: 'the leader answers a sync without waiting for what is proposed',
    shownBy: {
      ...shownByApi('nonlinearizable', 'stale-read'),
      workload: 'register',
      reads: 'sync',
    },
    rules: { syncWaits: false },
  },
];

const identities: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'identity-replaced',
    breaks: 'a second identity replaces the first',
    shownBy: wrongError,
    rules: { idsWith: (ids, id) => [...ids.slice(0, 1), id] },
  },
  {
    name: 'identity-ignored',
    breaks: 'an identity that was proved is forgotten at once',
    shownBy: wrongError,
    rules: { idsWith: ids => ids },
  },
  {
    name: 'unknown-scheme-accepted',
    breaks: 'an identity of an unknown scheme is accepted',
    shownBy: wrongError,
    rules: { refusesUnknownScheme: false },
  },
  {
    name: 'digests-shown',
    breaks: 'digests of passwords are shown to clients that may not administer the znode',
    shownBy: wrongError,
    rules: { masksDigests: false },
  },
  {
    name: 'whoami-lacks-address',
    breaks: 'whoAmI lacks the address',
    shownBy: wrongReply,
    rules: { shownIds: ids => ids.slice(1) },
  },
  {
    name: 'whoami-shows-digest',
    breaks: 'whoAmI shows the digest of the password',
    shownBy: wrongReply,
    rules: { shownUser: id => id },
  },
];

const sessions: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'session-id-reused',
    breaks: 'a server gives the ids of earlier sessions again',
    shownBy: shownByApi('duplicate', 'dead-session', 'wrong-reply'),
    rules: { sessionGiven: (fresh, count) => ((fresh >> 56n) << 56n) | BigInt(1 + (count % 4)) },
  },
  {
    name: 'password-unchecked',
    breaks: 'a session is taken over with a wrong password',
    shownBy: shownByApi('dead-session', 'unauthorized-access', 'wrong-error', 'wrong-reply'),
    rules: { passes: () => true },
  },
  {
    name: 'password-refused',
    breaks: 'no session is taken over, though the password is right',
    shownBy: shownByApi('early-expiry'),
    rules: { passes: () => false },
  },
  {
    name: 'expiry-early',
    breaks: 'a session expires after a fifth of its timeout',
    shownBy: shownByApi('early-expiry'),
    rules: { silenceMs: timeoutMs => timeoutMs / 5 },
  },
  {
    name: 'expiry-late',
    breaks: 'a session expires after eight times its timeout',
    shownBy: shownByApi('late-expiry', 'ghost-ephemeral', 'dead-session'),
    rules: { silenceMs: timeoutMs => timeoutMs * 8 },
  },
  {
    name: 'expiry-never',
    breaks: 'no session expires',
    shownBy: shownByApi('late-expiry', 'ghost-ephemeral', 'dead-session'),
    rules: { silenceMs: () => Number.POSITIVE_INFINITY },
  },
  {
    name: 'pings-ignored',
    breaks: 'a ping does not keep its session alive',
    shownBy: shownByApi('early-expiry'),
    rules: { renews: type => type !== opcodes.ping },
  },
  {
    name: 'timeout-misreported',
    breaks: 'a reply names twice the timeout that its session has',
    shownBy: shownByApi('early-expiry', 'wrong-reply'),
    rules: { timeoutTold: timeoutMs => timeoutMs * 2 },
  },
  {
    name: 'moved-session-served',
    breaks: 'the connection that a session has left is served, too',
    shownBy: { ...session, anomalies: ['dead-session'] },
    rules: { knowsMoved: false },
  },
  {
    name: 'moved-connection-kept',
    breaks: 'a session has two connections to one server at once',
    shownBy: { ...session, anomalies: ['dead-session'] },
    rules: { hangsUpMoved: false },
  },
  {
    name: 'ended-connection-kept',
    breaks: 'the connection of a session that has ended stays open for reads',
    shownBy: session,
    rules: { hangsUpEnded: false },
  },
];

export const bugsOfService: readonly Bug[] = [
  ...reads.map(bug => ({ ...bug, promise: READS })),
  ...identities.map(bug => ({ ...bug, promise: IDENTITY })),
  ...sessions.map(bug => ({ ...bug, promise: SESSIONS })),
];
