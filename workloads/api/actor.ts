/** The sessions of one client: its main one, those it opens beside it, and one that it leaves to its pings. */
import type { ClientGate, ClientPlace, ServerAddress } from '../../src/contract.ts';
import type { SessionOptions } from '../../src/zookeeper/session.ts';
import type { LeftSession } from './picture.ts';
import type { ApiSession } from './requests.ts';

export type SideOptions = Partial<Pick<SessionOptions, 'resume' | 'sessionTimeoutMs' | 'servers'>>;

/** Opens a session as the client's place has it, but for the options. */
export type Open = (
  place: ClientPlace,
  onEvent: NonNullable<SessionOptions['onEvent']>,
  options?: SideOptions,
) => ApiSession;

/** A znode that is left alone, and since when. */
export interface Left {
  readonly path: string;
  readonly sinceNs: number;
}

/** A session that does nothing, so that only pings keep it, and its ephemeral. */
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

  /** A new one where the last has ended, as nobody. */
  get session(): ApiSession {
    const over = this.#main?.state === 'expired' || this.#main?.state === 'closed';
    if (this.#main === undefined || over) {
      this.#main = this.#open(this.#place, this.#heard);
      this.#users = new Set();
    }
    return this.#main;
  }

  /** Whom the main session has named. */
  get users(): ReadonlySet<string> {
    return this.#users;
  }

  named(user: string): void {
    this.#users = new Set([...this.#users, user]);
  }

  /** A session beside the main one: faults of clients that ask for a session still find that one. */
  side(options: SideOptions = {}): ApiSession {
    return this.#open(besides(this.#place), this.#heard, options);
  }

  /** Another server than the main session's, where there is one. */
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

  /** What another client needs to come as this session. */
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
