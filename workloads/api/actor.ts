/** The sessions of one client: its main session, those it opens besides, and one that only pings. */
import type { ClientGate, ClientPlace, ServerAddress } from '../../src/contract.ts';
import type { SessionOptions } from '../../src/zookeeper/session.ts';
import type { LeftSession } from './picture.ts';
import type { ApiSession } from './requests.ts';

export type SideOptions = Partial<Pick<SessionOptions, 'resume' | 'sessionTimeoutMs' | 'servers'>>;

/** Opens a session as the client's context does, except for the options. */
export type Open = (
  place: ClientPlace,
  onEvent: NonNullable<SessionOptions['onEvent']>,
  options?: SideOptions,
) => ApiSession;

/** A znode that is left alone, and the time since when. */
export interface Left {
  readonly path: string;
  readonly sinceNs: number;
}

/** A session that only pings keep alive, and its ephemeral. */
interface Sleeper extends Left {
  readonly session: ApiSession;
}

export class Actor {
  readonly #place: ClientPlace;
  readonly #open: Open;
  #main: ApiSession | undefined;
  #users: ReadonlySet<string> = new Set();
  #events: string[] = [];
  sleeper: Sleeper | undefined;
  /** A session that another client has closed. */
  bereft: Sleeper | undefined;
  /** Znodes that nobody writes to. */
  readonly left: Map<string, Left> = new Map();

  constructor(place: ClientPlace, open: Open) {
    this.#place = place;
    this.#open = open;
  }

  /** The main session; a new one, without users, if the last has ended. */
  get session(): ApiSession {
    const over = this.#main?.state === 'expired' || this.#main?.state === 'closed';
    if (this.#main === undefined || over) {
      this.#main = this.#open(this.#place, this.#heard);
      this.#users = new Set();
    }
    return this.#main;
  }

  /** The users that the main session has named. */
  get users(): ReadonlySet<string> {
    return this.#users;
  }

  named(user: string): void {
    this.#users = new Set([...this.#users, user]);
  }

  /** Opens a session besides the main one; faults on clients still find the main session. */
  side(options: SideOptions = {}): ApiSession {
    return this.#open(besides(this.#place), this.#heard, options);
  }

  /** Other servers than the main session's, if any. */
  get elsewhere(): readonly ServerAddress[] {
    const others = this.#place.everyServer.filter(({ node }) => node !== this.#main?.node);
    return others.length > 0 ? others : this.#place.everyServer;
  }

  /** Types of the events since the last call. */
  takeEvents(): readonly string[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Returns what another client needs to resume this session. */
  leaving(session: ApiSession, path: string): LeftSession {
    const { id, password, lastZxid, timeoutMs } = session;
    return { id, password, lastZxid, timeoutMs, path, leftNs: this.#place.clock.nowNs() };
  }

  async close(): Promise<void> {
    this.bereft?.session.abandon();
    await Promise.all([this.#main?.close(), this.sleeper?.session.close()]);
  }

  readonly #heard: NonNullable<SessionOptions['onEvent']> = event => {
    if (event.kind === 'watch') this.#events.push(event.type);
  };
}

function besides(place: ClientPlace): ClientPlace {
  const { gate } = place;
  if (gate === undefined) return place;
  const silent: ClientGate = {
    opened: () => {},
    connect: (dial, visit) => gate.connect(dial, visit),
  };
  return { ...place, gate: silent };
}
