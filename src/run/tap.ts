/** Copies what passes between the run's clients and the servers into the trace, as the clients see it: behind
 *  the gate, so that what a frozen client has not received yet is not there yet. */
import type { Clock } from '../clock.ts';
import type { ClientGate, ClientSession, Connection, Visit } from '../contract.ts';
import { GAVE_UP, HUNG_UP, type TraceKind, type TraceOpening } from '../store/trace-file.ts';

/** Where the trace goes. */
interface TraceSink {
  append(kind: TraceKind, connection: number, timeNs: number, content?: Uint8Array): void;
}

export class Tap {
  readonly #sink: TraceSink;
  readonly #clock: Clock;
  readonly #sessions = new WeakMap<ClientSession, number>();
  #sessionCount = 0;
  #connections = 0;

  constructor(sink: TraceSink, clock: Clock) {
    this.#sink = sink;
    this.#clock = clock;
  }

  /** Marks the moment at which the history's time begins, by the tap's clock. */
  origin(originNs: number): void {
    this.#sink.append('origin', 0, originNs);
  }

  /** A gate that records, in front of `inner`. */
  gate(process: TraceOpening['process'], inner?: ClientGate): ClientGate {
    return {
      opened: session => inner?.opened(session),
      connect: async (dial, visit) => {
        const connection = await (inner === undefined ? dial() : inner.connect(dial, visit));
        return this.#tapped(connection, process, visit);
      },
    };
  }

  #tapped(
    connection: Connection,
    process: TraceOpening['process'],
    { session, node }: Visit,
  ): Connection {
    const number = this.#connections++;
    const opening: TraceOpening = {
      session: this.#numberOf(session),
      process,
      node,
      timeoutMs: session.timeoutMs,
    };
    const record = (kind: TraceKind, content: Uint8Array): void =>
      this.#sink.append(kind, number, this.#clock.nowNs(), content);
    record('opened', Buffer.from(JSON.stringify(opening)));
    return new TappedConnection(connection, record);
  }

  #numberOf(session: ClientSession): number {
    const known = this.#sessions.get(session);
    if (known !== undefined) return known;
    const number = this.#sessionCount++;
    this.#sessions.set(session, number);
    return number;
  }
}

class TappedConnection implements Connection {
  readonly #inner: Connection;
  readonly #record: (kind: TraceKind, content: Uint8Array) => void;
  #over = false;

  constructor(inner: Connection, record: (kind: TraceKind, content: Uint8Array) => void) {
    this.#inner = inner;
    this.#record = record;
  }

  write(bytes: Uint8Array): void {
    this.#record('sent', bytes);
    this.#inner.write(bytes);
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#inner.onData(bytes => {
      this.#record('received', bytes);
      listener(bytes);
    });
  }

  onClose(listener: (cause?: Error) => void): void {
    this.#inner.onClose(cause => {
      this.#end(cause?.message ?? HUNG_UP);
      listener(cause);
    });
  }

  close(): void {
    this.#end(GAVE_UP);
    this.#inner.close();
  }

  #end(why: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#record('closed', Buffer.from(why));
  }
}
