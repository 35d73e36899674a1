/** The model's network: every packet takes a while, is lost now and then, and is dropped by the node
 *  that has a grudge against its sender. Times in nanoseconds. */
import type { Grudge, Network, NodeName, Peer, Port, Ports } from '../../contract.ts';
import type { Random } from '../../random.ts';

const US = 1_000;
/** Every packet takes this long at least, and up to as much again. */
const LATENCY_NS = 200 * US;
/** One packet in so many is late, by up to LATE_NS. */
const LATE_ONE_IN = 100;
const LATE_NS = 20_000 * US;
/** One packet in so many is lost. */
const LOST_ONE_IN = 2_000;

export class ModelNetwork implements Network {
  readonly #random: Random;
  #grudge: Grudge = new Map();
  #ports: Ports = 'all';
  readonly #dropped = new Map<NodeName, number>();

  constructor(random: Random) {
    this.#random = random;
  }

  async cut(grudge: Grudge, ports: Ports): Promise<void> {
    this.#grudge = grudge;
    this.#ports = ports;
    this.#dropped.clear();
  }

  heal(): Promise<void> {
    return this.cut(new Map(), 'all');
  }

  async probe(from: NodeName, to: NodeName, port: Port): Promise<boolean> {
    return this.#passes(from, to, port);
  }

  async dropped(node: NodeName): Promise<number> {
    return this.#dropped.get(node) ?? 0;
  }

  /** Whether one packet arrives. What a grudge stops is counted. */
  carries(from: Peer, to: Peer, port: Port): boolean {
    return this.#passes(from, to, port) && this.#random.intBelow(LOST_ONE_IN) > 0;
  }

  /** How long the next packet takes. */
  latencyNs(): number {
    const late = this.#random.intBelow(LATE_ONE_IN) === 0 ? this.#random.intBelow(LATE_NS) : 0;
    return LATENCY_NS + this.#random.intBelow(LATENCY_NS) + late;
  }

  #passes(from: Peer, to: Peer, port: Port): boolean {
    if (to === 'clients' || !covers(this.#ports, port) || !this.#grudge.get(to)?.has(from))
      return true;
    this.#dropped.set(to, (this.#dropped.get(to) ?? 0) + 1);
    return false;
  }
}

function covers(ports: Ports, port: Port): boolean {
  return ports === 'all' || ports === port || (ports === 'quorum' && port !== 'client');
}
