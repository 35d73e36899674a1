/** What the clients of one thread pass through on their way to the servers: it can be frozen and cut. */
import type { Clock } from '../clock.ts';
import type { ClientGate, ClientSession, Connection } from '../contract.ts';
import { Freezer } from './freezer.ts';

export class Gate implements ClientGate {
  readonly #freezer = new Freezer();
  readonly #lines = new Set<Line>();
  #isCut = false;
  #session: ClientSession | undefined;

  /** The session that was opened last. */
  get session(): ClientSession | undefined {
    return this.#session;
  }

  /** Returns the clock of the client behind the gate. */
  clock(clock: Clock): Clock {
    return this.#freezer.clock(clock);
  }

  opened(session: ClientSession): void {
    this.#session = session;
  }

  async connect(dial: () => Promise<Connection>): Promise<Connection> {
    await this.#passed();
    if (this.#isCut) throw cutOff();
    const [dialled] = await Promise.allSettled([dial().then(made => this.#line(made))]);
    await this.#passed();
    if (dialled.status === 'rejected') throw dialled.reason;
    return dialled.value;
  }

  /** @throws where the gate was cut meanwhile. */
  #line(connection: Connection): Line {
    const line = new Line(connection, this.#freezer);
    this.#lines.add(line);
    line.onClose(() => this.#lines.delete(line));
    if (!this.#isCut) return line;
    line.cut();
    throw cutOff();
  }

  freeze(): void {
    this.#freezer.freeze();
  }

  thaw(): void {
    this.#freezer.thaw();
  }

  cut(): void {
    this.#isCut = true;
    for (const line of this.#lines) line.cut();
  }

  restore(): void {
    this.#isCut = false;
  }

  #passed(): Promise<void> {
    return new Promise(resolve => this.#freezer.pass(resolve));
  }
}

/** A connection through the gate. */
class Line implements Connection {
  readonly #connection: Connection;
  readonly #freezer: Freezer;
  readonly #listeners: ((cause?: Error) => void)[] = [];
  /** Set once, when it is over: why. */
  #over: { readonly cause?: Error } | undefined;

  constructor(connection: Connection, freezer: Freezer) {
    this.#connection = connection;
    this.#freezer = freezer;
    connection.onClose(cause => this.#end(cause));
  }

  write(bytes: Uint8Array): void {
    this.#freezer.pass(() => this.#connection.write(bytes));
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#connection.onData(bytes => this.#freezer.pass(() => listener(bytes)));
  }

  onClose(listener: (cause?: Error) => void): void {
    this.#listeners.push(listener);
    if (this.#over !== undefined) listener(this.#over.cause);
  }

  close(): void {
    this.#connection.close();
    this.#end();
  }

  /** The server sees it closed, and so does the client, once it thaws. */
  cut(): void {
    this.#connection.close();
    this.#end(cutOff());
  }

  #end(cause?: Error): void {
    this.#freezer.pass(() => {
      if (this.#over !== undefined) return;
      this.#over = cause === undefined ? {} : { cause };
      for (const listener of this.#listeners) listener(cause);
    });
  }
}

function cutOff(): Error {
  return new Error('a fault has cut this client off');
}
