/** Bugs of what a server does for its clients: reads, identities, sessions and watches. */
import { opcodes } from '../../zookeeper/opcodes.ts';
import type { Bug, ShownBy } from './bug.ts';
import { eventType } from './change.ts';
import { code } from './error-code.ts';

const READS = 'a read shows the state at the zxid of its reply';
const IDENTITY = 'a client is who it has proved to be, for as long as it is connected';
const SESSIONS =
  'a session belongs to one client, and lasts until it is closed or silent for its timeout';
const WATCHES = 'a watch tells its client of each change that it is for, once, and of no other';

const api = (...anomalies: ShownBy['anomalies']): ShownBy => ({
  workload: 'api',
  nemeses: ['none'],
  anomalies,
  nodes: 3,
});
const wrongReply = api('wrong-reply', 'lost-write', 'phantom');
const wrongError = api('wrong-error', 'wrong-reply', 'unauthorized-access', 'wrongful-denial');
const deaf = api('missed-event', 'wrong-error');
const loud = api('phantom-event', 'duplicate-event', 'wrong-error');
const wrongEvent = api('wrong-event', 'missed-event', 'phantom-event');
const session = api('dead-session', 'late-expiry', 'early-expiry');

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
    shownBy: api(
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
    shownBy: api('wrong-reply', 'lost-write', 'wrong-error', 'phantom', 'zxid-order'),
    rules: { zxidOfRead: zxid => zxid + 1 },
  },
  {
    name: 'write-zxid-ahead',
    breaks: 'a write is answered with the zxid after its own',
    shownBy: api('wrong-reply', 'conflicting-zxid', 'wrong-error', 'phantom', 'zxid-order'),
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
    shownBy: { ...api('nonlinearizable', 'stale-read'), workload: 'register', reads: 'sync' },
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
    shownBy: api('duplicate', 'dead-session', 'wrong-reply'),
    rules: { sessionGiven: (fresh, count) => ((fresh >> 56n) << 56n) | BigInt(1 + (count % 4)) },
  },
  {
    name: 'password-unchecked',
    breaks: 'a session is taken over with a wrong password',
    shownBy: api('dead-session', 'unauthorized-access', 'wrong-error', 'wrong-reply'),
    rules: { passes: () => true },
  },
  {
    name: 'password-refused',
    breaks: 'no session is taken over, though the password is right',
    shownBy: api('early-expiry'),
    rules: { passes: () => false },
  },
  {
    name: 'expiry-early',
    breaks: 'a session expires after a fifth of its timeout',
    shownBy: api('early-expiry'),
    rules: { silenceMs: timeoutMs => timeoutMs / 5 },
  },
  {
    name: 'expiry-late',
    breaks: 'a session expires after eight times its timeout',
    shownBy: api('late-expiry', 'ghost-ephemeral', 'dead-session'),
    rules: { silenceMs: timeoutMs => timeoutMs * 8 },
  },
  {
    name: 'expiry-never',
    breaks: 'no session expires',
    shownBy: api('late-expiry', 'ghost-ephemeral', 'dead-session'),
    rules: { silenceMs: () => Number.POSITIVE_INFINITY },
  },
  {
    name: 'pings-ignored',
    breaks: 'a ping does not keep its session alive',
    shownBy: api('early-expiry'),
    rules: { renews: type => type !== opcodes.ping },
  },
  {
    name: 'timeout-misreported',
    breaks: 'a client is told twice the timeout that its session has',
    shownBy: api('early-expiry', 'wrong-reply'),
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
    shownBy: { ...session, nemeses: ['pause'] },
    rules: { hangsUpEnded: false },
  },
];

const watches: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'data-watch-deaf-to-delete',
    breaks: 'a data watch does not hear of a deletion',
    shownBy: deaf,
    rules: { watchesOf: kind => (kind === 'deleted' ? ['child'] : ['data']) },
  },
  {
    name: 'child-watch-deaf-to-delete',
    breaks: 'a child watch does not hear that its own znode is deleted',
    shownBy: deaf,
    rules: { watchesOf: () => ['data'] },
  },
  {
    name: 'creation-untold',
    breaks: 'a watch on a znode that is not there does not hear of its creation',
    shownBy: deaf,
    rules: { eventTold: event => (event.type === eventType.created ? undefined : event) },
  },
  {
    name: 'children-untold',
    breaks: 'every fourth change of children is not told',
    shownBy: deaf,
    rules: {
      eventTold: event =>
        event.type === eventType.children && event.zxid % 4 === 0 ? undefined : event,
    },
  },
  {
    name: 'event-of-wrong-type',
    breaks: 'a change of data is told as a creation',
    shownBy: wrongEvent,
    rules: {
      eventTold: event =>
        event.type === eventType.data ? { ...event, type: eventType.created } : event,
    },
  },
  {
    name: 'event-of-wrong-path',
    breaks: 'every fifth event names the root',
    shownBy: wrongEvent,
    rules: { eventTold: event => (event.zxid % 5 === 0 ? { ...event, path: '/' } : event) },
  },
  {
    name: 'event-zxid-ahead',
    breaks: 'an event has the zxid after that of its change',
    shownBy: { ...wrongEvent, anomalies: [...wrongEvent.anomalies, 'event-order', 'late-event'] },
    rules: { eventTold: event => ({ ...event, zxid: event.zxid + 1 }) },
  },
  {
    name: 'one-shot-stays',
    breaks: 'a one-shot watch stays after it has fired',
    shownBy: loud,
    rules: { usesUp: () => false },
  },
  {
    name: 'persistent-fires-once',
    breaks: 'a persistent watch is gone once it has fired',
    shownBy: deaf,
    rules: { stays: kind => kind !== 'persistent' },
  },
  {
    name: 'recursive-fires-once',
    breaks: 'a recursive watch is gone once it has fired',
    shownBy: deaf,
    rules: { stays: kind => kind !== 'recursive' },
  },
  {
    name: 'recursive-shallow',
    breaks: 'a recursive watch hears of children, and of nothing below them',
    shownBy: deaf,
    rules: { reaches: depth => depth <= 1 },
  },
  {
    name: 'persistent-as-recursive',
    breaks: 'a persistent watch is taken for a recursive one',
    shownBy: { ...wrongEvent, anomalies: [...wrongEvent.anomalies, 'wrong-error'] },
    rules: { watchKept: kind => (kind === 'persistent' ? 'recursive' : kind) },
  },
  {
    name: 'recursive-as-persistent',
    breaks: 'a recursive watch is taken for a persistent one',
    shownBy: { ...wrongEvent, anomalies: [...wrongEvent.anomalies, 'wrong-error'] },
    rules: { watchKept: kind => (kind === 'recursive' ? 'persistent' : kind) },
  },
  {
    name: 'child-watch-ignored',
    breaks: 'no child watch is kept',
    shownBy: deaf,
    rules: { watchKept: kind => (kind === 'child' ? undefined : kind) },
  },
  {
    name: 'removal-ignored',
    breaks: 'a watch that was removed stays',
    shownBy: loud,
    rules: { kindsRemoved: () => [] },
  },
  {
    name: 'removal-of-all',
    breaks: 'the removal of one kind of watch removes all kinds',
    shownBy: deaf,
    rules: { kindsRemoved: () => ['data', 'child', 'persistent', 'recursive'] },
  },
  {
    name: 'removal-of-children-ignored',
    breaks: 'a removal leaves child watches',
    shownBy: loud,
    rules: { kindsRemoved: kinds => kinds.filter(kind => kind !== 'child') },
  },
  {
    name: 'watcher-unknown',
    breaks: 'the removal of a watch that is not there succeeds',
    shownBy: wrongError,
    rules: { knowsWatches: false },
  },
  {
    name: 'event-of-hidden-znode',
    breaks: 'an event is sent to a client that may not read the znode',
    shownBy: { ...loud, anomalies: [...loud.anomalies, 'unauthorized-access'] },
    rules: { hidesEvents: false },
  },
  {
    name: 'persistent-lost-on-move',
    breaks: 'persistent and recursive watches cannot be set again after a move',
    shownBy: deaf,
    rules: { setsAgain: kind => kind !== 'persistent' && kind !== 'recursive' },
  },
  {
    name: 'child-watch-lost-on-move',
    breaks: 'a child watch cannot be set again after a move',
    shownBy: deaf,
    rules: { setsAgain: kind => kind !== 'child' },
  },
  {
    name: 'deletion-untold-on-move',
    breaks: 'a watch that is set again does not tell that its znode was deleted',
    shownBy: { ...deaf, nemeses: ['client'] },
    rules: { firesAgain: (_, event) => event !== eventType.deleted },
  },
  {
    name: 'children-untold-on-move',
    breaks: 'a child watch that is set again does not tell of changes',
    shownBy: { ...deaf, nemeses: ['client'] },
    rules: { firesAgain: kind => kind !== 'child' },
  },
];

export const bugsOfService: readonly Bug[] = [
  ...reads.map(bug => ({ ...bug, promise: READS })),
  ...identities.map(bug => ({ ...bug, promise: IDENTITY })),
  ...sessions.map(bug => ({ ...bug, promise: SESSIONS })),
  ...watches.map(bug => ({ ...bug, promise: WATCHES })),
];
