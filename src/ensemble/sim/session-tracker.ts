/** The leader's watch over sessions: one that nobody has heard of for its timeout has expired, and is then
 *  closed through the quorum like any other change. Milliseconds of a monotonic clock, so that a jump of
 *  the time of day ends no session. The owner of a session is the connection by which its requests come:
 *  what a server sent before it was started anew comes from another owner. Source: SessionTrackerImpl.java,
 *  whose owners are LearnerHandlers. */
import { code } from './error-code.ts';
import type { Rules } from './rules.ts';

type TrackerRules = Pick<Rules, 'silenceMs' | 'graceMs' | 'knowsMoved'>;

interface Session {
  readonly timeoutMs: number;
  deadlineMs: number;
  /** Undefined until somebody speaks for it. */
  owner: object | undefined;
  closing: boolean;
  /** Whether a server has taken it over from another. */
  hasMoved: boolean;
}

export class SessionTracker {
  readonly #now: () => number;
  readonly #rules: TrackerRules;
  readonly #sessions: Map<bigint, Session> = new Map();

  /** A new leader gives every session its whole timeout. */
  constructor(now: () => number, sessions: ReadonlyMap<bigint, number>, rules: TrackerRules) {
    this.#now = now;
    this.#rules = rules;
    for (const [id, timeoutMs] of sessions) {
      const deadlineMs = this.#deadlineMs(rules.graceMs(timeoutMs));
      const given = { timeoutMs, deadlineMs, owner: undefined };
      this.#sessions.set(id, { ...given, closing: false, hasMoved: false });
    }
  }

  add(id: bigint, timeoutMs: number, owner: object | undefined): void {
    const deadlineMs = this.#deadlineMs(timeoutMs);
    this.#sessions.set(id, { timeoutMs, deadlineMs, owner, closing: false, hasMoved: false });
  }

  touch(id: bigint): void {
    const session = this.#sessions.get(id);
    if (session !== undefined)
      session.deadlineMs = this.#deadlineMs(session.timeoutMs, session.hasMoved);
  }

  /** The session moves: its timeout in milliseconds, or undefined where it is over. */
  move(id: bigint, owner: object): number | undefined {
    const session = this.#sessions.get(id);
    if (session === undefined || session.closing) return undefined;
    session.hasMoved ||= session.owner !== undefined && session.owner !== owner;
    session.owner = owner;
    this.touch(id);
    return session.timeoutMs;
  }

  /** Whether a request of the session that came from there may be done: an error code. */
  check(id: bigint, owner: object): number {
    const session = this.#sessions.get(id);
    if (session === undefined || session.closing) return code.sessionExpired;
    if (!this.#rules.knowsMoved) return code.ok;
    session.owner ??= owner;
    return session.owner === owner ? code.ok : code.sessionMoved;
  }

  /** From now on requests of the session are refused. */
  close(id: bigint): void {
    const session = this.#sessions.get(id);
    if (session !== undefined) session.closing = true;
  }

  remove(id: bigint): void {
    this.#sessions.delete(id);
  }

  /** Sessions that nobody has heard of for half their time. */
  halfGone(): readonly bigint[] {
    const now = this.#now();
    const gone = [...this.#sessions].filter(
      ([, { timeoutMs, deadlineMs }]) => deadlineMs - now < timeoutMs / 2,
    );
    return gone.map(([id]) => id);
  }

  /** Sessions whose time is over and that were not closed yet. */
  expired(): readonly bigint[] {
    const now = this.#now();
    const over = [...this.#sessions].filter(
      ([, session]) => !session.closing && session.deadlineMs < now,
    );
    return over.map(([id]) => id);
  }

  #deadlineMs(timeoutMs: number, hasMoved = false): number {
    return this.#now() + this.#rules.silenceMs(timeoutMs, hasMoved);
  }
}
