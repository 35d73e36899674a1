/** A server in memory that does only what the test scripts. */
import type { Connection, NodeName, ServerAddress } from '../../src/contract.ts';
import { silentLog } from '../../src/log.ts';
import type { Codec } from '../../src/zookeeper/codec.ts';
import {
  type ConnectRequest,
  type ConnectResponse,
  connectRequest,
  connectResponse,
} from '../../src/zookeeper/connect-records.ts';
import { FrameSplitter } from '../../src/zookeeper/frames.ts';
import { replyHeader, requestHeader, watcherEvent } from '../../src/zookeeper/header-records.ts';
import { JuteReader } from '../../src/zookeeper/jute-reader.ts';
import { JuteWriter } from '../../src/zookeeper/jute-writer.ts';
import { openSession, type Session, type SessionOptions } from '../../src/zookeeper/session.ts';
import { settled, type VirtualClock, virtualClock } from './virtual-clock.ts';

interface Asked {
  readonly xid: number;
  readonly type: number;
  /** What follows the header. */
  readonly body: JuteReader;
}

interface ReplyFacts {
  readonly zxid?: bigint;
  readonly err?: number;
}

/** One connection, from the server's side. */
export class Visit {
  /** Requests after the first, in the order they came. */
  readonly asked: Asked[] = [];
  /** How many pieces the client wrote. */
  writes = 0;
  /** Whether the client has hung up. */
  over = false;
  greeting: ConnectRequest | undefined;
  readonly #frames = new FrameSplitter(frame => this.#frame(frame));
  #onData: (bytes: Uint8Array) => void = () => undefined;
  #onClose: (cause?: Error) => void = () => undefined;

  readonly connection: Connection = {
    write: bytes => {
      this.writes++;
      this.#frames.push(bytes);
    },
    onData: listener => {
      this.#onData = listener;
    },
    onClose: listener => {
      this.#onClose = listener;
    },
    close: () => {
      this.over = true;
    },
  };

  /** Gives a session: id 7 and 6000 ms, by default. */
  accept(response: Partial<ConnectResponse> = {}): void {
    const whole = {
      protocolVersion: 0,
      timeOut: 6000,
      sessionId: 7n,
      passwd: new Uint8Array([1, 2]),
      readOnly: false,
      ...response,
    };
    this.send(to => connectResponse.write(to, whole));
  }

  reply<T>(xid: number, facts: ReplyFacts = {}, body?: readonly [Codec<T>, T]): void {
    this.send(to => {
      replyHeader.write(to, { xid, zxid: facts.zxid ?? 1n, err: facts.err ?? 0 });
      body?.[0].write(to, body[1]);
    });
  }

  /** A watch event; its header carries no zxid before 3.9. */
  fire(type: number, path: string, zxid = -1n): void {
    this.send(to => {
      replyHeader.write(to, { xid: -1, zxid, err: 0 });
      watcherEvent.write(to, { type, state: 3, path });
    });
  }

  send(write: (to: JuteWriter) => void): void {
    const to = new JuteWriter();
    write(to);
    this.raw(to.takeFrame());
  }

  raw(bytes: Uint8Array): void {
    this.#onData(bytes);
  }

  cut(cause?: Error): void {
    this.#onClose(cause);
  }

  /** The xids of what was asked, pings (-2) included. */
  get xids(): number[] {
    return this.asked.map(({ xid }) => xid);
  }

  #frame(bytes: Uint8Array): void {
    const body = new JuteReader(bytes);
    if (this.greeting === undefined) this.greeting = connectRequest.read(body);
    else this.asked.push({ ...requestHeader.read(body), body });
  }
}

/** Where visits begin. */
export class ScriptedServer {
  readonly visits: Visit[] = [];
  /** `refuse`: as a port where nobody listens; `swallow`: as a host that drops every packet. */
  mode: 'take' | 'refuse' | 'swallow' = 'take';
  tries = 0;
  readonly place: ServerAddress;

  constructor(node: string) {
    this.place = {
      node: node as NodeName,
      address: { kind: 'memory', connect: signal => this.#connect(signal) },
    };
  }

  /** The visit in course; fails the test where there is none. */
  get visit(): Visit {
    const visit = this.visits.at(-1);
    if (visit === undefined) throw new Error(`${this.place.node}: nobody has connected yet`);
    return visit;
  }

  #connect(signal: AbortSignal): Promise<Connection> {
    this.tries++;
    if (this.mode === 'refuse') return Promise.reject(new Error('connection refused'));
    if (this.mode === 'swallow') {
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    }
    const visit = new Visit();
    this.visits.push(visit);
    return Promise.resolve(visit.connection);
  }
}

export interface Stage {
  readonly clock: VirtualClock;
  readonly session: Session;
  readonly servers: readonly ScriptedServer[];
  /** The first server. */
  readonly server: ScriptedServer;
  /** Events in the order they were reported. */
  readonly events: Parameters<NonNullable<SessionOptions['onEvent']>>[0][];
}

/** Opens a session of 6 s whose operations may take 2 s. Its servers n1, n2, ... answer nothing unless scripted. */
export async function stage(count = 1, options: Partial<SessionOptions> = {}): Promise<Stage> {
  const clock = virtualClock();
  const servers = Array.from({ length: count }, (_, i) => new ScriptedServer(`n${i + 1}`));
  const events: Stage['events'] = [];
  const session = openSession({
    servers: servers.map(server => server.place),
    sessionTimeoutMs: 6000,
    operationTimeoutMs: 2000,
    clock,
    log: silentLog,
    onEvent: event => events.push(event),
    ...options,
  });
  await settled();
  const [server] = servers;
  if (server === undefined) throw new Error('a stage needs a server');
  return { clock, session, servers, server, events };
}

/** The same, with the session established at the first server. */
export async function connected(count = 1, options: Partial<SessionOptions> = {}): Promise<Stage> {
  const set = await stage(count, options);
  set.server.visit.accept();
  await settled();
  return set;
}
