/** Runs a session: finds a server, keeps the session there, reconnects when the connection breaks. */
import { DeadlineError, type Timer } from '../clock.ts';
import type { Connection, NodeName, ServerAddress, SessionState } from '../contract.ts';
import type { ConnectResponse } from './connect-records.ts';
import { Identity } from './identity.ts';
import { Link, type LinkListener } from './link.ts';
import { xids } from './opcodes.ts';
import { Outbox } from './outbox.ts';
import type { Reply } from './outcome.ts';
import { ProtocolError } from './protocol-error.ts';
import type { Request } from './request.ts';
import { Roster } from './roster.ts';
import type { SessionEvent, WatchEvent } from './session-events.ts';
import type { SessionOptions } from './session-options.ts';
import { auth, closeSession } from './session-requests.ts';
import type { Connect } from './transport.ts';
import { setWatchesAgain } from './watch-requests.ts';
import { WatchBook } from './watches.ts';

interface LifeOptions extends Omit<SessionOptions, 'tls'> {
  readonly connect: Connect;
}

interface Credential {
  readonly scheme: string;
  readonly bytes: Uint8Array;
}

/** The pause after each server of the list has failed, or has dropped the session sooner than this. */
const RETRY_MS = 100;
const NS_PER_MS = 1e6;
/** The least time for a server to answer, however short the session: it may ask the quorum first. */
const MIN_CONNECT_MS = 1000;
const SESSIONEXPIRED = -112;
const CLOSING = -116;

export class SessionLife {
  readonly #options: LifeOptions;
  readonly #roster: Roster;
  readonly #outbox: Outbox;
  readonly #watches = new WatchBook();
  readonly #identity: Identity;
  readonly #ended = new AbortController();
  /** Aborts the connection in use or being made. */
  #visit = new AbortController();
  #link: Link | undefined;
  #trouble = 'the first server has not answered yet';
  #credentials: readonly Credential[] = [];
  #state: SessionState = 'connecting';
  #closing: Promise<boolean> | undefined;

  constructor(options: LifeOptions) {
    this.#options = options;
    this.#roster = new Roster(options.servers);
    this.#identity = new Identity(options);
    const { clock, operationTimeoutMs } = options;
    this.#outbox = new Outbox({
      clock,
      operationTimeoutMs,
      link: () => this.#link,
      trouble: () => this.#trouble,
    });
  }

  get id(): bigint {
    return this.#identity.id;
  }
  get password(): Uint8Array {
    return this.#identity.password;
  }
  get state(): SessionState {
    return this.#state;
  }
  get node(): NodeName | undefined {
    return this.#link?.open ? this.#link.node : undefined;
  }
  get lastZxid(): bigint {
    return this.#identity.lastZxid;
  }
  get timeoutMs(): number {
    return this.#identity.timeoutMs;
  }

  readonly submit = <T>(request: Request<T>, signal?: AbortSignal): Promise<Reply<T>> =>
    this.#outbox.submit(request, { signal });

  async addAuth(
    scheme: string,
    credential: Uint8Array,
    signal?: AbortSignal,
  ): Promise<Reply<void>> {
    const reply = await this.#outbox.submit(auth(scheme, credential), {
      signal,
      xid: xids.auth,
    });
    if (reply.ok) this.#credentials = [...this.#credentials, { scheme, bytes: credential }];
    return reply;
  }

  move(to?: ServerAddress): void {
    if (to !== undefined) this.#roster.prefer(to);
    this.#visit.abort(new Error('the session was moved on purpose'));
  }

  close(signal?: AbortSignal): Promise<boolean> {
    this.#closing ??= this.#close(signal);
    return this.#closing;
  }

  abandon(): void {
    this.#end('closed', CLOSING, 'the session is abandoned');
  }

  /** Connects, and reconnects, until the end; pauses after a round of visits that came to nothing. */
  async begin(): Promise<void> {
    const { clock } = this.#options;
    let short = 0;
    while (!this.#ended.signal.aborted) {
      const begunNs = clock.nowNs();
      await this.#call(this.#roster.next());
      short = clock.nowNs() - begunNs < RETRY_MS * NS_PER_MS ? short + 1 : 0;
      if (short > 0 && short % this.#roster.servers.length === 0) await this.#pause();
    }
  }

  /** Resolves when the visit to this server is over. */
  async #call(server: ServerAddress): Promise<void> {
    const visit = new AbortController();
    this.#visit = visit;
    const limit = this.#limit(server.node, visit);
    const connection = await this.#reach(server, visit.signal);
    if (connection !== undefined) {
      const link = this.#carry(connection, server.node, limit);
      const leave = (): void => link.close(visit.signal.reason);
      visit.signal.addEventListener('abort', leave, { once: true });
      if (visit.signal.aborted) leave();
      else link.handshake(this.#identity.request());
      this.#left(link, await link.down);
    }
    limit.cancel();
  }

  /** How long the server has to give a session. */
  #limit(node: NodeName, visit: AbortController): Timer {
    const share = Math.ceil(this.#identity.timeoutMs / this.#roster.servers.length);
    const limitMs = Math.max(share, MIN_CONNECT_MS);
    const tooLate = (): void => visit.abort(new DeadlineError(`connecting to ${node}`, limitMs));
    return this.#options.clock.after(limitMs, tooLate);
  }

  async #reach(server: ServerAddress, signal: AbortSignal): Promise<Connection | undefined> {
    try {
      return await this.#dial(server, signal);
    } catch (cause) {
      const before = this.#trouble;
      this.#trouble = `${server.node}: ${cause instanceof Error ? cause.message : String(cause)}`;
      if (this.#trouble !== before)
        this.#options.log.debug('no connection', { cause: this.#trouble });
      return undefined;
    }
  }

  #dial({ node, address }: ServerAddress, signal: AbortSignal): Promise<Connection> {
    const { gate, connect } = this.#options;
    if (gate === undefined) return connect(address, signal);
    return gate.connect(() => connect(address, signal), { session: this, node });
  }

  #carry(connection: Connection, node: NodeName, limit: Timer): Link {
    const { clock } = this.#options;
    const listener: LinkListener = {
      established: response => {
        limit.cancel();
        this.#established(link, response);
      },
      fired: event => this.#tell(event),
      seen: zxid => this.#identity.saw(zxid),
    };
    const link = new Link({ connection, node, clock, watches: this.#watches, listener });
    this.#link = link;
    return link;
  }

  #established(link: Link, response: ConnectResponse): void {
    if (response.timeOut <= 0) {
      this.#end('expired', SESSIONEXPIRED, `${link.node} says that the session has expired`);
      return;
    }
    const wrong = this.#identity.accept(response);
    if (wrong !== undefined) {
      link.close(wrong);
      return;
    }
    this.#become(response.readOnly ? 'read-only' : 'connected', link.node);
    this.#introduce();
    this.#outbox.flush();
  }

  /** Says to a new server who this is and what it watches, before any operation can see newer data. */
  #introduce(): void {
    for (const { scheme, bytes } of this.#credentials) {
      void this.#aside(auth(scheme, bytes), xids.auth);
    }
    for (const watches of this.#watches.requests(this.#identity.lastZxid)) {
      void this.#aside(setWatchesAgain(watches), xids.setWatches);
    }
  }

  /** Logs a refusal; if the connection breaks, the next server receives everything again. */
  async #aside(request: Request<void>, xid: number): Promise<void> {
    const reply = await this.#outbox.submit(request, { xid, first: true });
    if (reply.ok || !reply.error.definite) return;
    const { name, message } = reply.error;
    this.#options.log.warn('a new server did not receive everything', {
      xid,
      error: name,
      message,
    });
  }

  #left(link: Link, cause: Error): void {
    const { log } = this.#options;
    const strange = cause instanceof ProtocolError && link.session !== undefined;
    log[strange ? 'warn' : 'debug']('connection over', { node: link.node, cause: cause.message });
    this.#trouble = `${link.node}: ${cause.message}`;
    this.#link = undefined;
    if (!this.#ended.signal.aborted && this.#state !== 'connecting') this.#become('connecting');
  }

  async #close(signal?: AbortSignal): Promise<boolean> {
    const last = this.#link?.open ? this.submit(closeSession(), signal) : undefined;
    this.#outbox.flush();
    this.#outbox.refuse(CLOSING, 'the session is closed');
    const reply = await last;
    this.#end('closed', CLOSING, 'the session is closed');
    return reply?.ok === true;
  }

  #end(state: 'expired' | 'closed', code: number, why: string): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort(new Error(why));
    this.#outbox.refuse(code, why);
    this.#become(state);
    this.#visit.abort(new Error(why));
  }

  #become(state: SessionState, node?: NodeName): void {
    this.#state = state;
    this.#tell({ kind: 'session', state, ...(node !== undefined && { node }), session: this.id });
  }

  /** Notifies a microtask later, as for the replies' callers: so both are notified in the order of arrival. */
  #tell(event: WatchEvent | SessionEvent): void {
    const { onEvent } = this.#options;
    if (onEvent !== undefined) queueMicrotask(() => onEvent(event));
  }

  /** Waits; the session's end, which the caller detects, cuts it short. */
  #pause(): Promise<void> {
    return this.#options.clock.sleep(RETRY_MS, this.#ended.signal).catch(() => undefined);
  }
}
