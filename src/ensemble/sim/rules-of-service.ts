/** The decisions of a server about its clients: their sessions, what they are shown, and their watches. */
import type { Acl, Id, Stat } from '../../zookeeper/data-records.ts';
import type { ResponsePart } from '../../zookeeper/multi-records.ts';
import type { Change, FiredEvent, WatchKind } from './change.ts';
import type { Txn } from './txn.ts';

export type ServiceRules = ConnectionRules & ShownRules & WatchRules;

interface ConnectionRules {
  /** Whether a server opens its Nth new session; else it says nothing. */
  opensSession(count: number): boolean;
  /** Returns the id of a server's Nth new session, from an id that is unique. */
  sessionGiven(fresh: bigint, count: number): bigint;
  /** How many bytes of a password are compared. */
  readonly passwordBytes: number;
  /** Whether a session is taken over by a client whose password is right or wrong. */
  passes(isRight: boolean): boolean;
  /** Returns the timeout reported to the client, in milliseconds. */
  timeoutTold(timeoutMs: number): number;
  /** Returns how long a session may be silent before it expires, in milliseconds. */
  silenceMs(timeoutMs: number, hasMoved: boolean): number;
  /** Returns how long a new leader waits for a session that it has taken over, in milliseconds. */
  graceMs(timeoutMs: number): number;
  /** Whether a request of that type keeps its session alive. */
  renews(type: number): boolean;
  /** Whether requests of a session that come through another server than its last are refused. */
  readonly knowsMoved: boolean;
  /** Whether a server closes the connection that a session had to it before. */
  readonly hangsUpMoved: boolean;
  /** Whether a server closes the connection of a session that has ended. */
  readonly hangsUpEnded: boolean;
  readonly refusesUnknownScheme: boolean;
  /** Returns the ids of a client after it has proved one more. */
  idsWith(ids: readonly Id[], id: Id): readonly Id[];
  /** Returns the zxid in the header of a reply, from the last one that the server has applied. */
  zxidOfRead(zxid: number): number;
  /** Returns the zxid in the header of a write's reply, from the zxid of the write. */
  zxidOfWrite(zxid: number): number;
  /** Returns the zxid in the header of a sync's reply, from the last ones that its server had applied when it was asked
   *  and when it answers. */
  zxidOfSync(asked: number, applied: number): number;
  /** Returns the path in the reply to a sync. */
  syncedPath(path: string): string;
}

interface ShownRules {
  shownStat(stat: Stat): Stat;
  shownData(data: Uint8Array): Uint8Array;
  shownAcl(acl: readonly Acl[]): readonly Acl[];
  /** Whether the digests in a list are hidden from a client that may not administer the znode. */
  readonly masksDigests: boolean;
  shownIds(ids: readonly Id[]): readonly Id[];
  /** Returns the user that whoAmI names, of a digest id. */
  shownUser(id: string): string;
  /** Returns what getEphemerals lists, of the session's ephemerals below a prefix and of all. */
  shownEphemerals(below: readonly string[], all: readonly string[]): readonly string[];
  /** Returns what getAllChildrenNumber counts, of the znodes below a path and of its children. */
  shownTotal(below: number, children: number): number;
  /** Returns the parts of the reply to a multi-read. */
  shownParts(parts: readonly ResponsePart[]): readonly ResponsePart[];
  /** Returns the error of a read. */
  readError(code: number): number;
}

export interface WatchRules {
  /** Returns the kind of watch that a request leaves; none if undefined. */
  watchKept(asked: WatchKind): WatchKind | undefined;
  /** How long after a read of data its watch is left, in milliseconds. */
  readonly watchLeftMs: number;
  /** Returns the kinds of watches that a request removes. */
  kindsRemoved(asked: readonly WatchKind[]): readonly WatchKind[];
  /** Whether a request about a watch that its client does not have is refused. */
  readonly knowsWatches: boolean;
  /** Whether a read that is refused because its znode is not there leaves its watch. */
  readonly watchesAbsent: boolean;
  /** Whether a request that only asks whether a watch is there removes it. */
  readonly checkRemoves: boolean;
  /** Returns the changes of a transaction that watches hear of, in their order. */
  changesTold(changes: readonly Change[], by: Txn['kind']): readonly Change[];
  /** Whether the Nth of the clients that hear of a change, from 0, is sent the event. */
  hears(place: number): boolean;
  /** Whether a recursive watch hears that a list of children changed. */
  readonly recursiveHearsLists: boolean;
  /** How often a server's Nth event is sent. */
  timesFired(count: number): number;
  /** Returns the event to send, from the right one. */
  eventTold(event: FiredEvent): FiredEvent | undefined;
  /** Returns the one-shot watches of a path that hear of a change. */
  watchesOf(kind: Change['kind']): readonly WatchKind[];
  /** Whether a one-shot watch is gone once it has fired. */
  usesUp(kind: WatchKind): boolean;
  /** Whether a persistent watch stays once it has fired. */
  stays(kind: WatchKind): boolean;
  /** Whether a recursive watch at `path` hears of a znode that many levels below it. */
  reaches(depth: number, path: string): boolean;
  /** Whether an event is hidden from a client that may not read the znode. */
  readonly hidesEvents: boolean;
  /** Returns the zxid up to which a client that sets its watches again is taken to have heard of changes. */
  heardUntil(zxid: number): number;
  /** Whether a client that has heard of changes up to the second zxid has missed one at the first. */
  isMissed(changed: number, heard: number): boolean;
  /** Returns the kind of watch that is set again after a move. */
  setAgainAs(kind: WatchKind): WatchKind;
  /** Whether a watch of that kind can be set again after a move; `waits`: for a znode that is not there. */
  setsAgain(kind: WatchKind, waits: boolean): boolean;
  /** Whether a watch that is set again fires for that event, which its client has missed. */
  firesAgain(kind: WatchKind, event: number): boolean;
}

const honestConnections: ConnectionRules = {
  opensSession: () => true,
  sessionGiven: fresh => fresh,
  passwordBytes: 16,
  passes: isRight => isRight,
  timeoutTold: timeoutMs => timeoutMs,
  silenceMs: timeoutMs => timeoutMs,
  graceMs: timeoutMs => timeoutMs,
  renews: () => true,
  knowsMoved: true,
  hangsUpMoved: true,
  hangsUpEnded: true,
  refusesUnknownScheme: true,
  idsWith: (ids, id) => [...ids, id],
  zxidOfRead: zxid => zxid,
  zxidOfWrite: zxid => zxid,
  zxidOfSync: (_, applied) => applied,
  syncedPath: path => path,
};

const honestlyShown: ShownRules = {
  shownStat: stat => stat,
  shownData: data => data,
  shownAcl: acl => acl,
  masksDigests: true,
  shownIds: ids => ids,
  shownUser: id => id.split(':')[0] ?? '',
  shownEphemerals: below => below,
  shownTotal: below => below,
  shownParts: parts => parts,
  readError: code => code,
};

const honestWatches: WatchRules = {
  watchKept: asked => asked,
  watchLeftMs: 0,
  kindsRemoved: asked => asked,
  knowsWatches: true,
  watchesAbsent: false,
  checkRemoves: false,
  changesTold: changes => changes,
  hears: () => true,
  recursiveHearsLists: false,
  timesFired: () => 1,
  eventTold: event => event,
  watchesOf: kind => (kind === 'deleted' ? ['data', 'child'] : ['data']),
  usesUp: () => true,
  stays: () => true,
  reaches: () => true,
  hidesEvents: true,
  heardUntil: zxid => zxid,
  isMissed: (changed, heard) => changed > heard,
  setAgainAs: kind => kind,
  setsAgain: () => true,
  firesAgain: () => true,
};

export const honestService: ServiceRules = {
  ...honestConnections,
  ...honestlyShown,
  ...honestWatches,
};
