/** Bugs of a moment: right in an idle ensemble, wrong while something is on its way or has moved. */
import { shownByApiUnder as api, type Bug } from './bug.ts';

/** The counter of a zxid is what its epoch leaves. */
const COUNTERS = 2 ** 32;
/** Half of a password. */
const HALF_BYTES = 8;
/** Longer than a write takes. */
const WATCH_LATE_MS = 3;

export const bugsOfMoments: readonly Bug[] = [
  {
    name: 'sync-shows-earlier-zxid',
    promise: 'a read after a sync sees everything that was committed before the sync',
    breaks: 'a sync is answered with the zxid that its server had when it was asked',
    shownBy: {
      ...{ workload: 'register', nemeses: ['none'], reads: 'sync', nodes: 3 },
      anomalies: ['stale-read', 'monotonic-reads'],
    },
    rules: { zxidOfSync: asked => asked },
  },
  {
    name: 'sync-forgotten',
    promise: 'a server answers the requests of a session in the order in which they were sent',
    breaks: 'a follower forgets every thirtieth sync',
    shownBy: api('none', 'unanswered'),
    rules: { forgetsSync: count => count % 30 === 0 },
  },
  {
    name: 'write-forgotten',
    promise: 'a server answers the requests of a session in the order in which they were sent',
    breaks: 'a follower forgets every hundredth request of its clients that is for the leader',
    shownBy: api('none', 'unanswered'),
    rules: { timesForwarded: count => (count % 100 === 0 ? 0 : 1) },
  },
  {
    name: 'sessions-run-out',
    promise: 'a server opens the sessions that clients request',
    breaks: 'a server opens no more than twenty sessions',
    shownBy: api('none', 'unanswered', 'refused-session'),
    rules: { opensSession: count => count < 20 },
  },
  {
    name: 'container-removed-under-child',
    promise: 'a container or TTL znode is removed only while it has no child',
    breaks: 'a container or TTL znode is removed under a child that is on its way',
    shownBy: {
      ...{ workload: 'containers', nemeses: ['none'], nodes: 3 },
      anomalies: ['lost-write', 'wrong-error', 'wrong-reply', 'phantom'],
    },
    rules: { minds: 'children there' },
  },
  {
    name: 'close-misses-ephemerals-on-their-way',
    promise: 'an ephemeral exists exactly as long as its session',
    breaks: 'the end of a session leaves ephemerals whose creates are not committed yet',
    shownBy: api('none', 'ghost-ephemeral'),
    rules: {
      ephemeralsToRemove: (paths, committed) => paths.filter(path => committed.has(path)),
    },
  },
  {
    name: 'moved-session-has-half-its-time',
    promise: 'a session lasts as long as its client is heard within its timeout',
    breaks: 'a session that has moved to another server expires after half its timeout',
    shownBy: { ...api('client', 'early-expiry', 'lost-ephemeral'), workload: 'ephemeral' },
    rules: { silenceMs: (timeoutMs, hasMoved) => (hasMoved ? timeoutMs / 2 : timeoutMs) },
  },
  {
    name: 'password-compared-in-part',
    promise: 'a session belongs to one client, and is resumed only with its password',
    breaks: 'the second half of a password is not compared',
    shownBy: api('none', 'unauthorized-access'),
    rules: { passwordBytes: HALF_BYTES },
  },
  {
    name: 'check-misses-parts-before',
    promise: 'a multi is done as its parts one after the other, or not at all',
    breaks: 'a check is held against the state before its multi',
    shownBy: api('none', 'wrong-error'),
    rules: { checksSeeParts: false },
  },
  {
    name: 'multi-shows-its-end',
    promise: 'a stat tells when and how often its znode, its list and its children changed',
    breaks: 'every part of a multi is answered with the stat that its znode has at the end',
    shownBy: api('none', 'wrong-reply'),
    rules: { partShown: (_, atEnd) => atEnd },
  },
  {
    name: 'watch-left-late',
    promise: 'a watch fires once, and its event comes before the change can be seen',
    breaks: 'a read of data leaves its watch some time after its reply',
    shownBy: {
      ...api('none', 'missed-event', 'wrong-event', 'late-event'),
      workload: 'watch',
    },
    rules: { watchLeftMs: WATCH_LATE_MS },
  },
  {
    name: 'set-again-compares-counters',
    promise: 'a watch fires once, and its event comes before the change can be seen',
    breaks:
      'a watch that is set again does not fire for a change of a later epoch whose counter is lower',
    shownBy: api('kill', 'missed-event', 'phantom-event', 'late-event'),
    rules: { isMissed: (changed, heard) => changed % COUNTERS > heard % COUNTERS },
  },
  {
    name: 'recursive-set-again-as-persistent',
    promise: 'a watch tells its client of each change that it is for, once, and of no other',
    breaks: 'a recursive watch that is set again after a move is a persistent one',
    shownBy: api('client', 'missed-event', 'phantom-event', 'late-event'),
    rules: { setAgainAs: kind => (kind === 'recursive' ? 'persistent' : kind) },
  },
];
