/** Disturbances of the model's network: packets that come late, are lost, or come only now and then. Chance is drawn
 *  only while one is active, so that runs without any stay as they are. */
import type { Disturbance, Disturbing, NodeName, Peer, Port, Ports } from '../../contract.ts';
import type { Random } from '../../random.ts';

/** Whether a port is among those that a fault is about. */
export function covers(ports: Ports, port: Port): boolean {
  return ports === 'all' || ports === port || (ports === 'quorum' && port !== 'client');
}

export interface Hop {
  readonly from: Peer;
  readonly to: Peer;
  readonly port: Port;
}

interface Active extends Disturbing {
  readonly sinceMs: number;
}

export class Disturbances {
  readonly #random: Random;
  readonly #nowMs: () => number;
  readonly #active = new Map<Disturbance['kind'], Active>();

  constructor(random: Random, nowMs: () => number) {
    this.#random = random;
    this.#nowMs = nowMs;
  }

  set(disturbing: Disturbing): void {
    this.#active.set(disturbing.disturbance.kind, { ...disturbing, sinceMs: this.#nowMs() });
  }

  end(kind: Disturbance['kind']): void {
    this.#active.delete(kind);
  }

  /** Whether the next packet is lost. */
  loses(hop: Hop): boolean {
    return [...this.#active.values()].some(each => applies(each, hop) && this.#loses(each));
  }

  /** How much later the next packet arrives, in nanoseconds. */
  delayNs(hop: Hop): number {
    const slow = this.#active.get('slow');
    if (slow?.disturbance.kind !== 'slow' || !applies(slow, hop)) return 0;
    const { leastMs, mostMs } = slow.disturbance;
    return Math.round((leastMs + this.#random.float() * (mostMs - leastMs)) * 1e6);
  }

  #loses({ disturbance, sinceMs }: Active): boolean {
    switch (disturbance.kind) {
      case 'loss':
        return this.#random.float() * 100 < disturbance.percent;
      case 'flap': {
        const { upMs, downMs } = disturbance;
        return (this.#nowMs() - sinceMs) % (upMs + downMs) >= upMs;
      }
      default:
        return false;
    }
  }
}

function applies({ grudge, ports }: Active, { from, to, port }: Hop): boolean {
  return to !== 'clients' && covers(ports, port) && grudge.get(to as NodeName)?.has(from) === true;
}
