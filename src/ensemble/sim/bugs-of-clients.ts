/** Bugs of watches, reads and sessions: which requests leave a watch, what it hears, and what a new leader
 *  or a multi-read forgets. */
import { opcodes } from '../../zookeeper/opcodes.ts';
import { type Bug, shownByApi } from './bug.ts';
import { code } from './error-code.ts';

const READS = 'a read shows the state at the zxid of its reply';
const SESSIONS =
  'a session belongs to one client, and lasts until it is closed or silent for its timeout';
const WATCHES = 'a watch tells its client of each change that it is for, once, and of no other';

const deaf = shownByApi('missed-event', 'wrong-error');
const loud = shownByApi('phantom-event', 'duplicate-event', 'wrong-error');
const wrongReply = shownByApi('wrong-reply', 'wrong-error', 'lost-write');

/** Children that a list still shows in full. */
const LISTED = 10;

const watches: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'child-watch-hears-data',
    breaks: 'a child watch hears of a change of data',
    shownBy: loud,
    rules: { watchesOf: () => ['data', 'child'] },
  },
  {
    name: 'absent-read-watches',
    breaks: 'a getData that is refused as NoNode leaves its watch',
    shownBy: loud,
    rules: { watchesAbsent: true },
  },
  {
    name: 'recursive-hears-lists',
    breaks: 'a recursive watch reports changes of lists of children',
    shownBy: loud,
    rules: { recursiveHearsLists: true },
  },
  {
    name: 'only-first-hears',
    breaks: 'of the clients that watch a znode, only the first is notified',
    shownBy: deaf,
    rules: { hears: place => place === 0 },
  },
  {
    name: 'list-change-told',
    breaks: 'setACL is reported as a change of data',
    shownBy: loud,
    rules: { toldOfList: change => [change] },
  },
  {
    name: 'multi-tells-first-only',
    breaks: 'only the first change of a multi is reported',
    shownBy: deaf,
    rules: { changesTold: (changes, by) => (by === 'multi' ? changes.slice(0, 1) : changes) },
  },
  {
    name: 'multi-tells-backwards',
    breaks: 'the changes of a multi are reported from the last to the first',
    shownBy: shownByApi('event-order', 'missed-event', 'phantom-event'),
    rules: { changesTold: (changes, by) => (by === 'multi' ? changes.toReversed() : changes) },
  },
  {
    name: 'end-of-session-untold',
    breaks: 'the deletion of ephemerals at the end of their session is not reported',
    shownBy: deaf,
    rules: { changesTold: (changes, by) => (by === 'closeSession' ? [] : changes) },
  },
  {
    name: 'set-again-fires-always',
    breaks:
      'a watch that is set again after a move fires, whether its client has missed anything or not',
    shownBy: loud,
    rules: { heardUntil: () => 0 },
  },
  {
    name: 'check-removes-watch',
    breaks: 'checkWatches removes the watch that it asks about',
    shownBy: deaf,
    rules: { checkRemoves: true },
  },
];

const sessions: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'only-pings-renew',
    breaks: 'a session is kept alive by pings alone, and not by its other requests',
    shownBy: shownByApi('early-expiry'),
    rules: { renews: type => type === opcodes.ping },
  },
  {
    name: 'new-leader-gives-no-time',
    breaks: 'a new leader expires every session that it does not hear of at once',
    shownBy: { ...shownByApi('early-expiry', 'lost-ephemeral'), nemeses: ['kill'] },
    rules: { graceMs: () => 0 },
  },
];

const reads: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'list-reversed',
    breaks: 'getACL shows a list from its last entry to its first',
    shownBy: wrongReply,
    rules: { shownAcl: acl => acl.toReversed() },
  },
  {
    name: 'children-limited-to-ten',
    breaks: 'a list shows no more than ten children',
    shownBy: wrongReply,
    rules: { listed: children => children.slice(0, LISTED) },
  },
  {
    name: 'multi-read-stops',
    breaks: 'a multi-read answers no part after one that is refused',
    shownBy: wrongReply,
    rules: {
      shownParts: parts => {
        const first = parts.findIndex(({ type }) => type === opcodes.error);
        return parts.map((part, at) =>
          first >= 0 && at > first
            ? { type: opcodes.error, body: { err: code.runtimeInconsistency } }
            : part,
        );
      },
    },
  },
];

export const bugsOfClients: readonly Bug[] = [
  ...watches.map(bug => ({ ...bug, promise: WATCHES })),
  ...sessions.map(bug => ({ ...bug, promise: SESSIONS })),
  ...reads.map(bug => ({ ...bug, promise: READS })),
];
