/** The leader's watch over sessions: one that nobody has heard of for its timeout has expired, and is then
 *  closed through the quorum like any other change. Milliseconds of a monotonic clock, so that a jump of
 *  the time of day ends no session. Source: SessionTrackerImpl.java. */
import type { NodeName } from '../../contract.ts';
import { code } from './error-code.ts';

interface Session {
  readonly timeoutMs: number;
  deadlineMs: number;
  /** The server it is at; undefined until one speaks for it. */
  owner: string | undefined;
  closing: boolean;
}

export class SessionTracker {
  readonly #now: () => number;
  readonly #sessions: Map<bigint, Session> = new Map();

  /** A new leader gives every session its whole timeout. */
  constructor(now: () => number, sessions: ReadonlyMap<bigint, number>) {
    this.#now = now;
    for (const [id, timeoutMs] of sessions) this.add(id, timeoutMs, undefined);
  }

  add(id: bigint, timeoutMs: number, owner: string | undefined): void {
    const deadlineMs = this.#now() + timeoutMs;
    this.#sessions.set(id, { timeoutMs, deadlineMs, owner, closing: false });
  }

  touch(id: bigint): void {
    const session = this.#sessions.get(id);
    if (session !== undefined) session.deadlineMs = this.#now() + session.timeoutMs;
  }

  /** The session moves to a server: its timeout in milliseconds, or undefined where it is over. */
  move(id: bigint, owner: NodeName): number | undefined {
    const session = this.#sessions.get(id);
    if (session === undefined || session.closing) return undefined;
    session.owner = owner;
    this.touch(id);
    return session.timeoutMs;
  }

  /** Whether a request of the session that came by that server may be done: an error code. */
  check(id: bigint, owner: string): number {
    const session = this.#sessions.get(id);
    if (session === undefined || session.closing) return code.sessionExpired;
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
}
