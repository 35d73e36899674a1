/** What the clients of one run know of the tree together, by what servers have told any of them. It may be
 *  wrong at any time: it serves to aim, not to judge. */
import type { Random } from '../../src/random.ts';
import type { Acl, Stat } from '../../src/zookeeper/data-records.ts';
import { openAcl } from '../../src/zookeeper/data-records.ts';
import { POOL, parentOf, ROOT } from './names.ts';

export interface Known {
  /** Undefined where it has changed since somebody was told. */
  readonly version?: number | undefined;
  readonly aversion?: number | undefined;
  readonly acl: readonly Acl[];
  /** The session whose ephemeral it is; 0 where it is none. */
  readonly owner: bigint;
  /** Named by its server. */
  readonly sequential: boolean;
}

/** A session that its client has left. */
export interface LeftSession {
  readonly id: bigint;
  readonly password: Uint8Array;
  readonly lastZxid: bigint;
  readonly timeoutMs: number;
  readonly leftNs: number;
  /** Its ephemeral, or a path where nothing is. */
  readonly path: string;
}

/** Of the paths that were written last, those that are kept. */
const KEPT = 12;
/** Of the sessions that were left last, those that are kept: until they have expired. */
const KEPT_SESSIONS = 200;

const UNKNOWN: Known = { acl: openAcl, owner: 0n, sequential: false };

/** The root of the workload, and what lies below it. */
function isOurs(path: string): boolean {
  return path === ROOT || path.startsWith(`${ROOT}/`);
}

export class Picture {
  readonly #znodes: Map<string, Known> = new Map([[ROOT, UNKNOWN]]);
  readonly #gone = new Set<string>();
  /** The zxid of what is known of each path. */
  readonly #asOf: Map<string, bigint> = new Map();
  #fresh: readonly string[] = [ROOT];
  /** Left without a word, the last one last. */
  #abandoned: readonly LeftSession[] = [];
  /** Closed. */
  #closed: readonly LeftSession[] = [];

  get(path: string): Known | undefined {
    return this.#znodes.get(path);
  }

  /** Paths that are there, in the order in which they came. */
  get present(): readonly string[] {
    return [...this.#znodes.keys()];
  }

  /** Paths of the pool that are not there, with a parent that is. */
  get absent(): readonly string[] {
    return POOL.filter(path => !this.#znodes.has(path) && this.#znodes.has(parentOf(path)));
  }

  /** Every path that anybody may have used. */
  get every(): readonly string[] {
    return [...new Set([ROOT, ...POOL, ...this.#znodes.keys(), ...this.#gone])];
  }

  wasDeleted(path: string): boolean {
    return this.#gone.has(path);
  }

  hasChildren(path: string): boolean {
    return this.present.some(other => other !== path && parentOf(other) === path);
  }

  /** One of the paths that were written last, or the parent of one. */
  fresh(random: Random): string {
    const path = random.pick(this.#fresh);
    return random.intBelow(3) === 0 && path !== ROOT ? parentOf(path) : path;
  }

  /** It is there, as of a zxid. */
  put(path: string, zxid: bigint, known: Partial<Known> = {}): void {
    if (!isOurs(path) || this.#isOlder(path, zxid)) return;
    this.#znodes.set(path, { ...UNKNOWN, ...this.#znodes.get(path), ...known });
  }

  made(path: string, zxid: bigint, known: Omit<Known, 'version' | 'aversion'>): void {
    if (!isOurs(path) || this.#isOlder(path, zxid)) return;
    this.#znodes.set(path, { ...known, version: 0, aversion: 0 });
    this.#touch(path);
  }

  /** It is not there, nor is anything below it. */
  gone(path: string, zxid: bigint): void {
    if (path === ROOT || !isOurs(path)) return;
    for (const other of [path, ...this.present.filter(each => each.startsWith(`${path}/`))])
      if (!this.#isOlder(other, zxid) && this.#znodes.delete(other)) this.#gone.add(other);
    this.#touch(path);
  }

  told(path: string, zxid: bigint, stat: Stat): void {
    const { version, aversion, ephemeralOwner: owner } = stat;
    this.put(path, zxid, { version, aversion, owner });
  }

  changed(path: string, zxid: bigint, stat: Stat): void {
    this.told(path, zxid, stat);
    this.#touch(path);
  }

  abandoned(session: LeftSession): void {
    this.#abandoned = [...this.#abandoned, session].slice(-KEPT_SESSIONS);
  }

  closed(session: LeftSession): void {
    this.#closed = [...this.#closed, session].slice(-KEPT_SESSIONS);
  }

  /** Sessions that were abandoned at least so many, and less than so many, of their timeouts ago. */
  abandonedFor(nowNs: number, atLeast: number, below: number): readonly LeftSession[] {
    return this.#abandoned.filter(({ leftNs, timeoutMs }) => {
      const timeouts = (nowNs - leftNs) / 1e6 / timeoutMs;
      return timeouts >= atLeast && timeouts < below;
    });
  }

  get closedSessions(): readonly LeftSession[] {
    return this.#closed;
  }

  /** Somebody has taken it over. */
  takenOver(id: bigint): void {
    this.#abandoned = this.#abandoned.filter(session => session.id !== id);
  }

  /** Whether something later is known of it; a server that lags says what was. */
  #isOlder(path: string, zxid: bigint): boolean {
    const isOlder = zxid < (this.#asOf.get(path) ?? 0n);
    if (!isOlder) this.#asOf.set(path, zxid);
    return isOlder;
  }

  #touch(path: string): void {
    if (!isOurs(path)) return;
    this.#fresh = [...this.#fresh.filter(other => other !== path), path].slice(-KEPT);
  }
}
