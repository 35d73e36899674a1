/** Connections of the model: two ends, each a process that may pause or die, and between them what was
 * said, in order and once, as TCP does it. A packet that does not arrive is sent again, later each
 * time, and all that follows it waits; so a cut is silence, and what was said is heard after it heals. */
import type { Peer, Port } from '../../contract.ts';
import { Fifo } from '../../zookeeper/fifo.ts';
import type { Hop } from './disturbances.ts';
import type { ModelNetwork } from './network.ts';
import type { VirtualClock } from './virtual-clock.ts';

const FIRST_RETRY_NS = 200e6;
const LAST_RETRY_NS = 3_200e6;
/** The delay between two packets sent at once. */
const GAP_NS = 1_000;

/** A process at one end of connections. */
export interface Party {
  readonly peer: Peer;
  /** Whether promises may wait on what this end receives. */
  readonly outer: boolean;
  /** Its open ends: closed for it when it dies. */
  readonly ends: Set<{ close(): void }>;
  /** The callback as something this process does. */
  readonly runs: (callback: () => void) => () => void;
}

/** One end of a connection, as its process sees it. */
export interface End<Out, In> {
  send(message: Out): void;
  /** Tells the other end, after everything that was sent. */
  close(): void;
  onOpen: () => void;
  onMessage: (message: In) => void;
  /** Nobody listens, or the other end closed or died. Never called after this end closed. */
  onClose: () => void;
}

export interface Wires {
  readonly clock: VirtualClock;
  readonly network: ModelNetwork;
}

/** What a pipe carries besides messages. */
export const OPENED: unique symbol = Symbol('opened');
export const CLOSED: unique symbol = Symbol('closed');

/** What a pipe carries. */
type Packet<M> = M | typeof OPENED | typeof CLOSED;

export class StreamEnd<Out, In> implements End<Out, In> {
  readonly party: Party;
  #pipe: Pipe<Out> | undefined;
  #open = true;
  onOpen: () => void = () => {};
  onMessage: (message: In) => void = () => {};
  onClose: () => void = () => {};

  constructor(party: Party) {
    this.party = party;
    party.ends.add(this);
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** From now on this end speaks into the pipe. */
  join(pipe: Pipe<Out>): void {
    this.#pipe = pipe;
  }

  send(message: Out): void {
    if (this.#open) this.#pipe?.send(message);
  }

  close(): void {
    if (this.#open) this.#pipe?.send(CLOSED);
    this.#shut();
  }

  take(packet: Packet<In>): void {
    if (!this.#open) return;
    if (packet === OPENED) this.onOpen();
    else if (packet !== CLOSED) this.onMessage(packet);
    else {
      this.#shut();
      this.onClose();
    }
  }

  #shut(): void {
    this.#open = false;
    this.party.ends.delete(this);
  }
}

interface Receiver<M> {
  readonly party: Party;
  take(packet: Packet<M>): void;
}

/** One direction of a connection. Packets arrive in the order in which they left. */
export class Pipe<M> {
  readonly #wires: Wires;
  readonly #hop: Hop;
  readonly #to: Receiver<M>;
  readonly #waiting: Fifo<Packet<M>> = new Fifo();
  readonly #flying: Fifo<Packet<M>> = new Fifo();
  readonly #arrive: () => void;
  #retryNs = FIRST_RETRY_NS;
  #lastArrivalNs = 0;

  constructor(wires: Wires, port: Port, from: Party, to: Receiver<M>) {
    this.#wires = wires;
    this.#hop = { from: from.peer, to: to.party.peer, port };
    this.#to = to;
    this.#arrive = to.party.runs(() => this.#land());
  }

  send(packet: Packet<M>): void {
    const held = this.#waiting.first !== undefined;
    if (!held && this.#carries()) {
      this.#fly(packet);
      return;
    }
    this.#waiting.push(packet);
    if (!held) this.#pushLater();
  }

  /** Sends what waits, up to the first packet that does not arrive. */
  #push(): void {
    for (let packet = this.#waiting.first; packet !== undefined; packet = this.#waiting.first) {
      if (!this.#carries()) {
        this.#pushLater();
        return;
      }
      this.#retryNs = FIRST_RETRY_NS;
      this.#waiting.shift();
      this.#fly(packet);
    }
  }

  #carries(): boolean {
    return this.#wires.network.carries(this.#hop);
  }

  #pushLater(): void {
    this.#wires.clock.inside(this.#retryNs, () => this.#push());
    this.#retryNs = Math.min(2 * this.#retryNs, LAST_RETRY_NS);
  }

  #fly(packet: Packet<M>): void {
    const { network, clock } = this.#wires;
    const now = clock.nowNs();
    this.#lastArrivalNs = Math.max(
      now + network.latencyNs(this.#hop),
      this.#lastArrivalNs + GAP_NS,
    );
    this.#flying.push(packet);
    const delayNs = this.#lastArrivalNs - now;
    if (this.#to.party.outer) clock.outside(delayNs, this.#arrive);
    else clock.inside(delayNs, this.#arrive);
  }

  #land(): void {
    const packet = this.#flying.shift();
    if (packet !== undefined) this.#to.take(packet);
  }
}
