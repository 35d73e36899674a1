/** Asks a server whether it answers clients. One session is kept between questions: opening and closing a session are
 *  transactions of the server, `sync` and `exists` are not. Source: ZooKeeper's PrepRequestProcessor. */
import type { Clock } from '../clock.ts';
import type { ServerAddress } from '../contract.ts';
import { silentLog } from '../log.ts';
import type { Reply } from '../zookeeper/outcome.ts';
import { openSession, type Session } from '../zookeeper/session.ts';

/** Time for a session to be opened and to answer. */
const REQUEST_MS = 2_000;
const SESSION_MS = 4_000;
const TIMEOUT = 'OPERATIONTIMEOUT';

type Refused = Extract<Reply<unknown>, { ok: false }>;

/** Its sessions end with the server: one that loses its connection is left. */
export class ClientProbe {
  readonly #server: ServerAddress;
  readonly #clock: Clock;
  #kept: Session | undefined;

  constructor(server: ServerAddress, clock: Clock) {
    this.#server = server;
    this.#clock = clock;
  }

  /** Returns why the server does not answer, undefined where it does. If the kept session fails at once, for example
   *  because its connection is lost, a new session decides: this question's, or that of another one. */
  async refusal(signal: AbortSignal): Promise<string | undefined> {
    for (let kept = this.#kept; kept !== undefined; kept = this.#kept) {
      const refused = await this.#askAgain(kept, signal);
      if (refused === undefined) return undefined;
      if (refused.error.name === TIMEOUT) return reasonOf(refused);
    }
    const refused = await this.#askNew(signal);
    return refused && reasonOf(refused);
  }

  /** Asks for `sync` too: a server that is cut off from its leader may still answer reads. */
  #askAgain(session: Session, signal: AbortSignal): Promise<Refused | undefined> {
    const replies = [session.sync('/', signal), session.exists('/', {}, signal)];
    return this.#judged(session, replies, signal);
  }

  #askNew(signal: AbortSignal): Promise<Refused | undefined> {
    const session = this.#open();
    return this.#judged(session, [session.exists('/', {}, signal)], signal);
  }

  /** Leaves a session that is refused, except where the caller only stops waiting. */
  async #judged(
    session: Session,
    asked: readonly Promise<Reply<unknown>>[],
    signal: AbortSignal,
  ): Promise<Refused | undefined> {
    const refused = (await Promise.all(asked)).find(reply => !reply.ok);
    if (refused !== undefined && !(signal.aborted && session.state === 'connected'))
      this.#leave(session);
    return refused;
  }

  #open(): Session {
    const session = openSession({
      servers: [this.#server],
      sessionTimeoutMs: SESSION_MS,
      operationTimeoutMs: REQUEST_MS,
      clock: this.#clock,
      log: silentLog,
      onEvent: event => {
        if (event.kind === 'session' && event.state === 'connecting') this.#leave(session);
      },
    });
    this.#kept = session;
    return session;
  }

  #leave(session: Session): void {
    session.abandon();
    if (this.#kept === session) this.#kept = undefined;
  }
}

const reasonOf = ({ error }: Refused): string => `${error.name}: ${error.message}`;
