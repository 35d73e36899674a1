/** The model's network: every packet takes a while, is lost now and then, and is dropped by the node
 * that has a grudge against its sender. Times in nanoseconds. */
import type {
  Burst,
  Disturbance,
  Disturbing,
  Grudge,
  Network,
  NodeName,
  Peer,
  Port,
  Ports,
} from '../../contract.ts';
import type { Random } from '../../random.ts';
import { covers, Disturbances, type Hop } from './disturbances.ts';
import type { VirtualClock } from './virtual-clock.ts';

const US = 1_000;
/** Every packet takes this long at least, and up to as much again. */
const LATENCY_NS = 200 * US;
/** One packet in this many is late, by up to LATE_NS. */
const LATE_ONE_IN = 100;
const LATE_NS = 20_000 * US;
/** One packet in this many is lost. */
const LOST_ONE_IN = 2_000;

export class ModelNetwork implements Network {
  readonly #random: Random;
  #grudge: Grudge = new Map();
  #ports: Ports = 'all';
  readonly #dropped = new Map<NodeName, number>();

  readonly #clock: VirtualClock;
  readonly #disturbances: Disturbances;

  constructor(random: Random, clock: VirtualClock) {
    this.#random = random;
    this.#clock = clock;
    this.#disturbances = new Disturbances(random.stream('disturbances'), () => clock.nowNs() / 1e6);
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

  async disturb(disturbing: Disturbing): Promise<void> {
    this.#disturbances.set(disturbing);
  }

  async calm(kind: Disturbance['kind']): Promise<void> {
    this.#disturbances.end(kind);
  }

  /** Takes as long as the slowest connection. */
  async connectMs(
    { from, to, port, count, boundMs }: Burst,
    signal: AbortSignal,
  ): Promise<readonly (number | undefined)[]> {
    const times = Array.from({ length: count }, () => this.#connectMs({ from, to, port }));
    const waits = times.map(time => (time === undefined || time > boundMs ? boundMs : time));
    await this.#clock.sleep(Math.max(...waits), signal);
    return times.map(time => (time !== undefined && time <= boundMs ? time : undefined));
  }

  /** The model's connections deliver once. */
  async duplicates(): Promise<number> {
    return 0;
  }

  /** Whether one packet arrives. What a grudge stops is counted. */
  carries(hop: Hop): boolean {
    return (
      this.#passes(hop.from, hop.to, hop.port) &&
      this.#random.intBelow(LOST_ONE_IN) > 0 &&
      !this.#disturbances.loses(hop)
    );
  }

  /** How long the next packet takes. */
  latencyNs(hop: Hop): number {
    const late = this.#random.intBelow(LATE_ONE_IN) === 0 ? this.#random.intBelow(LATE_NS) : 0;
    return LATENCY_NS + this.#random.intBelow(LATENCY_NS) + late + this.#disturbances.delayNs(hop);
  }

  /** A SYN and its answer; undefined where one of them is lost. */
  #connectMs({ from, to, port }: Omit<Burst, 'count' | 'boundMs'>): number | undefined {
    const back = { from: to, to: from, port };
    const arrives = (hop: Hop): boolean =>
      this.#passes(hop.from, hop.to, hop.port) && !this.#disturbances.loses(hop);
    if (!arrives({ from, to, port }) || !arrives(back)) return undefined;
    const delayNs =
      this.#disturbances.delayNs({ from, to, port }) + this.#disturbances.delayNs(back);
    return (2 * LATENCY_NS + delayNs) / 1e6;
  }

  #passes(from: Peer, to: Peer, port: Port): boolean {
    if (to === 'clients' || !covers(this.#ports, port) || !this.#grudge.get(to)?.has(from))
      return true;
    this.#dropped.set(to, (this.#dropped.get(to) ?? 0) + 1);
    return false;
  }
}
