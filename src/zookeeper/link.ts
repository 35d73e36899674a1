/** One connection that carries a session: the handshake, then requests out and replies in, first in first out.
 * Source: org.apache.zookeeper.ClientCnxn. */
import type { Clock } from '../clock.ts';
import type { Connection, NodeName } from '../contract.ts';
import type { Call } from './call.ts';
import {
  type ConnectRequest,
  type ConnectResponse,
  connectRequest,
  connectResponse,
} from './connect-records.ts';
import { Fifo } from './fifo.ts';
import { FrameSplitter } from './frames.ts';
import { type ReplyHeader, replyHeader, requestHeader, watcherEvent } from './header-records.ts';
import { IdleTimer } from './idle-timer.ts';
import { JuteReader } from './jute-reader.ts';
import { JuteWriter } from './jute-writer.ts';
import { opcodes, xids } from './opcodes.ts';
import { ProtocolError } from './protocol-error.ts';
import type { WatchEvent } from './session-events.ts';
import { type WatchBook, watchEventTypes } from './watches.ts';

/** What a link tells its session, at once, while it reads. */
export interface LinkListener {
  established(response: ConnectResponse): void;
  fired(event: WatchEvent): void;
  /** A reply to an operation said that the server has come so far. */
  seen(zxid: bigint): void;
}

interface LinkOptions {
  readonly connection: Connection;
  readonly node: NodeName;
  readonly clock: Clock;
  readonly watches: WatchBook;
  readonly listener: LinkListener;
}

const CONNECTIONLOSS = -4;
const RUNTIMEINCONSISTENCY = -2;
/** The writer of all frames that are no operations. */
const writer = new JuteWriter();
const pingFrame = frameOf(to => requestHeader.write(to, { xid: xids.ping, type: opcodes.ping }));

export class Link {
  readonly node: NodeName;
  /** Resolves with the cause once the connection is gone; all requests it carried have failed then. */
  readonly down: Promise<Error>;
  readonly #options: LinkOptions;
  readonly #frames = new FrameSplitter(frame => this.#frame(frame));
  /** Requests without a reply yet: operations in their order, the others by their fixed xid. */
  readonly #operations = new Fifo<Call>();
  readonly #asides: ReadonlyMap<number, Fifo<Call>> = new Map([
    [xids.auth, new Fifo()],
    [xids.setWatches, new Fifo()],
  ]);
  #session: bigint | undefined;
  #pinger: IdleTimer | undefined;
  #watchdog: IdleTimer | undefined;
  #closed = false;
  #resolveDown: (cause: Error) => void = () => undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.node = options.node;
    this.down = new Promise(resolve => {
      this.#resolveDown = resolve;
    });
    options.connection.onData(bytes => this.#data(bytes));
    options.connection.onClose(cause => this.close(cause ?? this.#hungUp()));
  }

  /** Whether requests can be handed over. */
  get open(): boolean {
    return this.#session !== undefined && !this.#closed;
  }

  /** The session that the server gave or confirmed. */
  get session(): bigint | undefined {
    return this.#session;
  }

  /** Asks for a session; the answer comes to the listener. */
  handshake(request: ConnectRequest): void {
    this.#options.connection.write(frameOf(to => connectRequest.write(to, request)));
  }

  /** Hands requests over in one piece. From now on each of them has left. */
  send(calls: readonly Call[]): void {
    const session = this.#session;
    if (session === undefined) return;
    for (const call of calls) {
      call.leave({ node: this.node, session });
      this.#lane(call.xid).push(call);
    }
    const [first, ...others] = calls.map(call => call.frame);
    if (first !== undefined)
      this.#write(others.length === 0 ? first : Buffer.concat([first, ...others]));
  }

  /** Drops the connection; pending requests get no reply. */
  close(cause: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pinger?.stop();
    this.#watchdog?.stop();
    this.#options.connection.close();
    const code = cause instanceof ProtocolError ? RUNTIMEINCONSISTENCY : CONNECTIONLOSS;
    for (const lane of [this.#operations, ...this.#asides.values()]) {
      for (const call of lane.drain()) call.fail(code, `${this.node}: ${cause.message}`);
    }
    this.#resolveDown(cause);
  }

  #write(bytes: Uint8Array): void {
    this.#pinger?.touch();
    this.#options.connection.write(bytes);
  }

  #data(bytes: Uint8Array): void {
    this.#watchdog?.touch();
    try {
      this.#frames.push(bytes);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.close(error);
    }
  }

  #frame(bytes: Uint8Array): void {
    if (this.#closed) return;
    if (this.#session === undefined) {
      this.#established(connectResponse.read(new JuteReader(bytes, 'a connect response')));
    } else {
      const from = new JuteReader(bytes, 'a reply');
      this.#received(replyHeader.read(from), from);
    }
  }

  #received(header: ReplyHeader, from: JuteReader): void {
    if (header.xid === xids.notification) this.#notified(header, from);
    else if (header.xid !== xids.ping) this.#replied(header, from);
  }

  /** Pings keep the session alive at a third of its timeout, silence is the end at two thirds. */
  #established(response: ConnectResponse): void {
    const { clock, listener } = this.#options;
    const silenceMs = (response.timeOut * 2) / 3;
    this.#session = response.sessionId;
    if (response.timeOut > 0) {
      this.#pinger = new IdleTimer(clock, response.timeOut / 3, () => this.#write(pingFrame));
      this.#watchdog = new IdleTimer(clock, silenceMs, () => this.close(silence(silenceMs)));
    }
    listener.established(response);
  }

  #notified(header: ReplyHeader, from: JuteReader): void {
    const { type, path } = watcherEvent.read(from);
    const name = watchEventTypes[type - 1];
    if (name === undefined) {
      throw new ProtocolError(
        `a watch event: expected a type of 1 to ${watchEventTypes.length}, found ${type}`,
      );
    }
    this.#options.watches.fired(name, path);
    this.#options.listener.fired({
      kind: 'watch',
      type: name,
      path,
      ...(header.zxid > 0n && { zxid: header.zxid }),
      node: this.node,
      session: this.#session ?? 0n,
    });
  }

  /** A request is taken from its lane only when its reply made sense: else `close` tells it. */
  #replied(header: ReplyHeader, from: JuteReader): void {
    const lane = this.#lane(header.xid);
    const call = lane.first;
    if (call?.xid !== header.xid) {
      throw new ProtocolError(
        `a reply: expected ${call === undefined ? 'none, nothing waits for one' : `xid ${call.xid}`}, found xid ${header.xid}`,
      );
    }
    call.answer(header, from, this.#options.watches);
    lane.shift();
    if (header.zxid > 0n) this.#options.listener.seen(header.zxid);
  }

  #lane(xid: number): Fifo<Call> {
    return this.#asides.get(xid) ?? this.#operations;
  }

  #hungUp(): Error {
    const bytes = this.#frames.unfinished;
    return new Error(
      `the server hung up${bytes > 0 ? `, ${bytes} bytes into a frame` : ''}${this.#session === undefined ? ' before it gave a session' : ''}`,
    );
  }
}

const silence = (limitMs: number): Error =>
  new Error(`heard nothing from the server for ${Math.round(limitMs)} ms`);

function frameOf(write: (to: JuteWriter) => void): Uint8Array {
  write(writer);
  return writer.takeFrame();
}
