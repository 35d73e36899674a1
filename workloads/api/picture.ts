/** The clients' shared picture of the tree, from the replies any of them received. It may be wrong at any
 * time: it serves to choose targets, not to judge. */
import type { Random } from '../../src/random.ts';
import type { Acl, Stat } from '../../src/zookeeper/data-records.ts';
import { openAcl } from '../../src/zookeeper/data-records.ts';
import { POOL, parentOf, ROOT } from './names.ts';

export interface Known {
  /** Undefined if it has changed since the last reply. */
  readonly version?: number | undefined;
  readonly aversion?: number | undefined;
  readonly acl: readonly Acl[];
  /** The session that owns the ephemeral; 0 if it is none. */
  readonly owner: bigint;
  /** Whether the server completed its name. */
  readonly sequential: boolean;
}

/** A session that its client has left. */
export interface LeftSession {
  readonly id: bigint;
  readonly password: Uint8Array;
  readonly lastZxid: bigint;
  readonly timeoutMs: number;
  readonly leftNs: number;
  /** Its ephemeral, or a path without a znode. */
  readonly path: string;
}

/** How many of the most recently written paths are kept. */
const KEPT = 12;
/** How many of the most recently abandoned sessions are kept, until they have expired. */
const KEPT_SESSIONS = 200;

const UNKNOWN: Known = { acl: openAcl, owner: 0n, sequential: false };

/** The root of the workload, and what lies below it. */
function isOurs(path: string): boolean {
  return path === ROOT || path.startsWith(`${ROOT}/`);
}

export class Picture {
  readonly #znodes: Map<string, Known> = new Map([[ROOT, UNKNOWN]]);
  readonly #gone = new Set<string>();
  /** The zxid of the latest known state of each path. */
  readonly #asOf: Map<string, bigint> = new Map();
  #fresh: readonly string[] = [ROOT];
  /** Sessions abandoned without closing, the latest last. */
  #abandoned: readonly LeftSession[] = [];
  /** Closed sessions. */
  #closed: readonly LeftSession[] = [];

  get(path: string): Known | undefined {
    return this.#znodes.get(path);
  }

  /** Existing paths, in the order in which they appeared. */
  get present(): readonly string[] {
    return [...this.#znodes.keys()];
  }

  /** Missing paths of the pool whose parent exists. */
  get absent(): readonly string[] {
    return POOL.filter(path => !this.#znodes.has(path) && this.#znodes.has(parentOf(path)));
  }

  /** Every path that any client may have used. */
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

  /** Records that the path exists, as of a zxid. */
  put(path: string, zxid: bigint, known: Partial<Known> = {}): void {
    if (!isOurs(path) || this.#isOlder(path, zxid)) return;
    this.#znodes.set(path, { ...UNKNOWN, ...this.#znodes.get(path), ...known });
  }

  made(path: string, zxid: bigint, known: Omit<Known, 'version' | 'aversion'>): void {
    if (!isOurs(path) || this.#isOlder(path, zxid)) return;
    this.#znodes.set(path, { ...known, version: 0, aversion: 0 });
    this.#touch(path);
  }

  /** Records that neither the path nor anything below it exists. */
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

  /** Returns the sessions abandoned at least `atLeast` and less than `below` of their timeouts ago. */
  abandonedFor(nowNs: number, atLeast: number, below: number): readonly LeftSession[] {
    return this.#abandoned.filter(({ leftNs, timeoutMs }) => {
      const timeouts = (nowNs - leftNs) / 1e6 / timeoutMs;
      return timeouts >= atLeast && timeouts < below;
    });
  }

  get closedSessions(): readonly LeftSession[] {
    return this.#closed;
  }

  /** Records that a client has taken the session over. */
  takenOver(id: bigint): void {
    this.#abandoned = this.#abandoned.filter(session => session.id !== id);
  }

  /** Tests whether something later is known of the path: a lagging server returns old states. */
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
