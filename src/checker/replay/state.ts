/** What the replay carries from one transaction to the next. */
import type { Disturbed } from '../disturbed.ts';
import type { Choices } from './choices.ts';
import { Coverage } from './coverage.ts';
import type { Features } from './features.ts';
import type { Findings } from './findings.ts';
import type { KnownZxids } from './known-zxids.ts';
import { permits } from './model/acl.ts';
import type { Change, Context } from './model/context.ts';
import { parentOf } from './model/paths.ts';
import { Tree } from './model/tree.ts';
import { WatchTable } from './model/watches.ts';
import type { TxnTime } from './model/znode.ts';
import type { Connection, Operation, Session } from './operations.ts';
import type { WatchEventName } from './trace.ts';
import { epochOf } from './zxid.ts';

/** An event that the model expects a connection to receive. */
export interface Expected {
  readonly type: WatchEventName;
  readonly path: string;
  /** The zxid of the change; -1 if setWatches sends it. */
  readonly zxid: number;
  /** May stay away: the ACL or the zxid of the change is not certain. */
  readonly optional: boolean;
  /** The watch that was set again, if setWatches sends the event. */
  readonly again?: WatchAgain;
}

/** A watch that a client sets again on a new connection. */
export interface WatchAgain {
  readonly kind: 'data' | 'exist' | 'child';
  readonly path: string;
  /** The zxid that the client had seen. */
  readonly since: number;
}

/** A connection as the replay passes along it. */
export interface Watcher {
  readonly connection: Connection;
  readonly watched: Set<string>;
  /** Expected events that were not matched yet, in the order of their changes. */
  expected: Expected[];
  /** Number of received events that were matched or reported. */
  matched: number;
  /** Number of replies left; once 0, only events may come. */
  repliesLeft: number;
  /** Events reported as missed: if one arrives after all, it is late. */
  readonly missed: Expected[];
  /** Watches that were set again last, and had nothing to tell. */
  kept: WatchAgain[];
  /** Watches that were set again and may not have fired, since a request in doubt may have changed their znodes. No event
   * tells, as the session may not read the znode. */
  silent: WatchAgain[];
  who: Context['who'];
}

export interface Deletion {
  readonly zxid: number;
  /** The request that deleted the znode; undefined for a session's end or the server's own cleaning. */
  readonly operation: Operation | undefined;
  /** The session whose end deleted the znode. */
  readonly session: Session | undefined;
}

/** Who made a change: a request, the end of a session, or nobody that is known. */
export interface Author {
  readonly operation?: Operation | undefined;
  readonly session?: Session | undefined;
}

export interface Authored extends Author {
  readonly zxid: number;
}

const SEARCHES = 200_000;

type GivenField =
  | 'features'
  | 'findings'
  | 'sessions'
  | 'taken'
  | 'mentioned'
  | 'known'
  | 'choices'
  | 'clocks'
  | 'disturbed';

export class State {
  readonly tree: Tree;
  readonly watches: WatchTable<Watcher>;
  readonly coverage: Coverage = new Coverage();
  readonly watchers: Map<Connection, Watcher> = new Map();
  /** The last transaction of each path, its parents' lists included. */
  readonly authors: Map<string, Authored> = new Map();
  readonly deleted: Map<string, Deletion> = new Map();
  /** The zxid at which each path last lost a child to the end of a session. */
  readonly emptied: Map<string, number> = new Map();
  /** The largest zxid at which a reply showed each path, whether it was there or not. */
  readonly observed: Map<string, number> = new Map();
  /** Paths at which the last reply showed no znode. */
  readonly absent: Set<string> = new Set();
  /** Zxids of multis of which a reply has shown a part. */
  readonly shownMultis: Set<number> = new Set();
  /** Explanations that may still be tried: a bound on the time that a broken trace takes. */
  searchesLeft: number = SEARCHES;
  /** The latest search for an explanation did not try all of them. */
  isSearchCut = false;
  /** The zxid that the replay has reached. */
  zxid = 0;
  /** The largest zxid that the replay met in the epochs before the present one. */
  endOfLastEpoch = 0;
  /** When the first reply of the present epoch arrived, in nanoseconds. */
  epochStart = 0;
  /** When the latest write so far was sent, in nanoseconds. */
  lastWriteSent = 0;

  readonly features: Features;
  readonly findings: Findings;
  readonly sessions: ReadonlyMap<bigint, Session>;
  readonly taken: ReadonlyMap<number, Operation>;
  readonly placed: Set<number> = new Set();
  /** Zxids of transactions that only mentions show. */
  readonly mentioned: ReadonlySet<number>;
  /** Zxids that are taken or mentioned. */
  readonly known: KnownZxids;
  readonly choices: Choices;
  readonly clocks: 'steady' | 'disturbed';
  readonly disturbed: readonly Disturbed[];
  /** When the current reply or event arrived, in nanoseconds: everything it shows happened before. */
  nowNs = 0;
  /** The write at the present zxid was not applied yet. */
  isBeforeWrite = false;
  /** Paths that were changed by what could have been placed in several ways, until a reply confirms them. */
  readonly ambiguous: Set<string> = new Set();

  constructor(given: Pick<State, GivenField>) {
    this.features = given.features;
    this.findings = given.findings;
    this.sessions = given.sessions;
    this.taken = given.taken;
    this.mentioned = given.mentioned;
    this.known = given.known;
    this.choices = given.choices;
    this.clocks = given.clocks;
    this.disturbed = given.disturbed;
    this.tree = new Tree(given.features);
    this.watches = new WatchTable(given.features);
  }

  /** Explanations that were tried. */
  get searches(): number {
    return SEARCHES - this.searchesLeft;
  }

  context(who: Context['who'], session: bigint, zxid: number): Context {
    return {
      tree: this.tree,
      features: this.features,
      session,
      who,
      zxid,
      time: newTime(),
      changes: [],
      undo: [],
      listOf: undefined,
      isFull: undefined,
      grants: false,
      unsure: false,
    };
  }

  /** Makes the changes of a context final: notifies watches, and remembers who changed what. */
  commit(context: Context, author: Author, isExact = true): void {
    for (const change of context.changes) {
      const { zxid } = change;
      this.#remember(change, author);
      for (const { watcher, type, path, acl } of this.watches.trigger(change)) {
        this.coverage.add(`watch ${type}`);
        const certainty = this.mayReceive(watcher, acl);
        if (certainty === 'no') continue;
        const isOpen = author.session !== undefined && this.ambiguous.has(change.path);
        const optional = !isExact || certainty === 'perhaps' || isOpen;
        watcher.expected.push({ type, path, zxid, optional });
      }
    }
    context.undo.length = 0;
  }

  #remember({ type, path, zxid }: Change, { operation, session }: Author): void {
    this.authors.set(path, { operation, session, zxid });
    if (type === 'NodeDeleted') {
      this.deleted.set(path, { zxid, operation, session });
      if (session !== undefined) this.emptied.set(parentOf(path), zxid);
    } else if (type === 'NodeCreated') this.deleted.delete(path);
  }

  /** Since 3.8.4 and 3.9.2, an event needs READ on the znode. Credentials may have been added in between. */
  mayReceive(watcher: Watcher, acl: Change['acl']): 'yes' | 'no' | 'perhaps' {
    if (!this.features.eventsCheckAcl) return 'yes';
    if (acl === undefined) return 'perhaps';
    const before = permits(acl, 1, watcher.who);
    const after = permits(acl, 1, watcher.connection.who);
    if (before !== after || before === 'unknown') return 'perhaps';
    return before ? 'yes' : 'no';
  }

  watcherOf(connection: Connection): Watcher {
    const known = this.watchers.get(connection);
    if (known !== undefined) return known;
    const watcher: Watcher = {
      connection,
      watched: new Set(),
      expected: [],
      matched: 0,
      repliesLeft: connection.replies,
      missed: [],
      kept: [],
      silent: [],
      who: { ids: [], origin: connection.who.origin },
    };
    this.watchers.set(connection, watcher);
    return watcher;
  }

  /** Remembers that a reply showed a path in a state. */
  observe(path: string, zxid: number, isThere: boolean): void {
    this.observed.set(path, zxid);
    if (isThere) this.absent.delete(path);
    else this.absent.add(path);
    if (this.ambiguous.size > 0) this.ambiguous.delete(path);
  }

  /** Advances to a zxid: all transactions up to it are applied or about to be. */
  advance(zxid: number): void {
    if (epochOf(zxid) > epochOf(this.zxid)) this.endOfLastEpoch = this.zxid;
    this.zxid = zxid;
  }
}

export function newTime(): TxnTime {
  return { ms: undefined };
}
