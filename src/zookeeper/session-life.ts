/** The life of a session: finds a server, keeps the session there, moves on when the connection breaks. */
import { type Clock, DeadlineError, type Timer } from '../clock.ts';
import type { Connection, NodeName, ServerAddress } from '../contract.ts';
import type { Log } from '../log.ts';
import type { ConnectRequest, ConnectResponse } from './connect-records.ts';
import { Link, type LinkListener } from './link.ts';
import { xids } from './opcodes.ts';
import { Outbox } from './outbox.ts';
import type { Reply } from './outcome.ts';
import { ProtocolError } from './protocol-error.ts';
import type { Request } from './request.ts';
import { Roster } from './roster.ts';
import type { SessionEvent, SessionState, WatchEvent } from './session-events.ts';
import { auth, closeSession } from './session-requests.ts';
import type { Connect } from './transport.ts';
import { setWatchesAgain } from './watch-requests.ts';
import { WatchBook } from './watches.ts';

export interface LifeOptions {
  readonly servers: readonly ServerAddress[];
  readonly sessionTimeoutMs: number;
  readonly operationTimeoutMs: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly connect: Connect;
  readonly readOnly?: boolean;
  readonly onEvent?: (event: WatchEvent | SessionEvent) => void;
}

interface Credential {
  readonly scheme: string;
  readonly bytes: Uint8Array;
}

/** The pause after each server of the list has failed. */
const RETRY_MS = 100;
/** The least time for a server to answer, however short the session: it may ask the quorum first. */
const MIN_CONNECT_MS = 1000;
const NO_SESSION = 0n;
const NO_PASSWORD: Uint8Array = new Uint8Array(16);
const SESSIONEXPIRED = -112;
const CLOSING = -116;

export class SessionLife {
  readonly #options: LifeOptions;
  readonly #roster: Roster;
  readonly #outbox: Outbox;
  readonly #watches = new WatchBook();
  readonly #ended = new AbortController();
  /** Aborts the connection in use or being made. */
  #visit = new AbortController();
  #link: Link | undefined;
  #trouble = 'the first server has not answered yet';
  #credentials: readonly Credential[] = [];
  #state: SessionState = 'connecting';
  #id: bigint = NO_SESSION;
  #password: Uint8Array = NO_PASSWORD;
  #lastZxid = 0n;
  #timeoutMs: number;
  /** A server without a quorum makes up a session that no other server knows. */
  #madeUp = true;
  #closing: Promise<void> | undefined;

  constructor(options: LifeOptions) {
    this.#options = options;
    this.#roster = new Roster(options.servers);
    this.#timeoutMs = options.sessionTimeoutMs;
    const { clock, operationTimeoutMs } = options;
    this.#outbox = new Outbox({
      clock,
      operationTimeoutMs,
      link: () => this.#link,
      trouble: () => this.#trouble,
    });
  }

  get id(): bigint {
    return this.#id;
  }
  get password(): Uint8Array {
    return this.#password;
  }
  get state(): SessionState {
    return this.#state;
  }
  get node(): NodeName | undefined {
    return this.#link?.open ? this.#link.node : undefined;
  }
  get lastZxid(): bigint {
    return this.#lastZxid;
  }
  get timeoutMs(): number {
    return this.#timeoutMs;
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

  move(node?: NodeName): void {
    if (node !== undefined) this.#roster.prefer(node);
    this.#visit.abort(new Error('the session was moved on purpose'));
  }

  close(signal?: AbortSignal): Promise<void> {
    this.#closing ??= this.#close(signal);
    return this.#closing;
  }

  /** Connects, and reconnects, until the end. */
  async begin(): Promise<void> {
    let failures = 0;
    while (!this.#ended.signal.aborted) {
      failures = (await this.#serve(this.#roster.next())) ? 0 : failures + 1;
      if (failures > 0 && failures % this.#roster.servers.length === 0) await this.#pause();
    }
  }

  /** Resolves when the visit to this server is over: whether the session was there. */
  async #serve(server: ServerAddress): Promise<boolean> {
    const { clock } = this.#options;
    const visit = new AbortController();
    this.#visit = visit;
    const share = Math.ceil(this.#timeoutMs / this.#roster.servers.length);
    const limitMs = Math.max(share, MIN_CONNECT_MS);
    const limit = clock.after(limitMs, () =>
      visit.abort(new DeadlineError(`connecting to ${server.node}`, limitMs)),
    );
    const connection = await this.#reach(server, visit.signal);
    if (connection === undefined) {
      limit.cancel();
      return false;
    }
    const link = this.#carry(connection, server.node, limit);
    visit.signal.addEventListener('abort', () => link.close(visit.signal.reason), { once: true });
    link.handshake(this.#connectRequest());
    this.#left(link, await link.down);
    limit.cancel();
    return link.session !== undefined;
  }

  async #reach(server: ServerAddress, signal: AbortSignal): Promise<Connection | undefined> {
    try {
      return await this.#options.connect(server.address, signal);
    } catch (cause) {
      this.#trouble = `${server.node}: ${cause instanceof Error ? cause.message : String(cause)}`;
      this.#options.log.debug('no connection', { cause: this.#trouble });
      return undefined;
    }
  }

  #carry(connection: Connection, node: NodeName, limit: Timer): Link {
    const { clock } = this.#options;
    const listener: LinkListener = {
      established: response => {
        limit.cancel();
        this.#established(link, response);
      },
      fired: event => this.#tell(event),
      seen: zxid => {
        if (zxid > this.#lastZxid) this.#lastZxid = zxid;
      },
    };
    const link = new Link({ connection, node, clock, watches: this.#watches, listener });
    this.#link = link;
    return link;
  }

  #connectRequest(): ConnectRequest {
    return {
      protocolVersion: 0,
      lastZxidSeen: this.#lastZxid,
      timeOut: this.#options.sessionTimeoutMs,
      sessionId: this.#madeUp ? NO_SESSION : this.#id,
      passwd: this.#madeUp ? NO_PASSWORD : this.#password,
      readOnly: this.#options.readOnly ?? false,
    };
  }

  #established(link: Link, response: ConnectResponse): void {
    if (response.timeOut <= 0) {
      this.#end('expired', SESSIONEXPIRED, `${link.node} says that the session has expired`);
    } else if (!this.#madeUp && response.sessionId !== this.#id) {
      link.close(wrongSession(this.#id, response.sessionId));
    } else {
      this.#goOn(link, response);
    }
  }

  #goOn(link: Link, response: ConnectResponse): void {
    this.#madeUp &&= response.readOnly;
    this.#id = response.sessionId;
    this.#password = response.passwd;
    this.#timeoutMs = response.timeOut;
    this.#become(response.readOnly ? 'read-only' : 'connected', link.node);
    this.#introduce();
    this.#outbox.flush();
  }

  /** Says to a new server who this is and what it watches, before any operation can see newer data. */
  #introduce(): void {
    for (const { scheme, bytes } of this.#credentials) {
      void this.#aside(auth(scheme, bytes), xids.auth);
    }
    for (const watches of this.#watches.requests(this.#lastZxid)) {
      void this.#aside(setWatchesAgain(watches), xids.setWatches);
    }
  }

  async #aside(request: Request<void>, xid: number): Promise<void> {
    const reply = await this.#outbox.submit(request, { xid, first: true });
    if (reply.ok) return;
    const { name, message } = reply.error;
    this.#options.log.warn('a new server was not told all', { xid, error: name, message });
  }

  #left(link: Link, cause: Error): void {
    const { log } = this.#options;
    const strange = cause instanceof ProtocolError && link.session !== undefined;
    log[strange ? 'warn' : 'debug']('connection over', { node: link.node, cause: cause.message });
    this.#trouble = `${link.node}: ${cause.message}`;
    this.#link = undefined;
    if (!this.#ended.signal.aborted && this.#state !== 'connecting') this.#become('connecting');
  }

  async #close(signal?: AbortSignal): Promise<void> {
    const last = this.#link?.open ? this.submit(closeSession(), signal) : undefined;
    this.#outbox.flush();
    this.#outbox.refuse(CLOSING, 'the session is closed');
    await last;
    this.#end('closed', CLOSING, 'the session is closed');
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
    this.#tell({ kind: 'session', state, ...(node !== undefined && { node }), session: this.#id });
  }

  /** A microtask later, as the replies' callers are: so both are told in the order of arrival. */
  #tell(event: WatchEvent | SessionEvent): void {
    const { onEvent } = this.#options;
    if (onEvent !== undefined) queueMicrotask(() => onEvent(event));
  }

  /** Cut short by the session's end, which the caller sees by itself. */
  #pause(): Promise<void> {
    return this.#options.clock.sleep(RETRY_MS, this.#ended.signal).catch(() => undefined);
  }
}

const wrongSession = (asked: bigint, found: bigint): ProtocolError =>
  new ProtocolError(
    `a connect response: expected session 0x${asked.toString(16)}, found 0x${found.toString(16)}`,
  );
